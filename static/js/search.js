// Nothing of search is fetched before the reader touches the box, or the address brings a query.

const box = document.querySelector('input[type=search]');
const failed = document.querySelector('#search-failed'), browse = document.querySelector('#search-browse');

const begin = () => import('./search/page.js').then(() => { if (browse) browse.hidden = true; }).catch(() => {
  failed.hidden = false;
  failed.lastElementChild.hidden = navigator.onLine;
  box.addEventListener('input', begin, { once: true }); // the next key tries again
});

if (box.value || location.search || document.activeElement === box) begin();
else for (const [one, event] of [[box, 'focus'], [browse, 'click']]) one?.addEventListener(event, begin, { once: true });
