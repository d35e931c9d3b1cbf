// What Pagefind weighs: a title counts through its heading; other names of what a paper speaks of count less than its own.

export const RANKING = { termSimilarity: 2, metaWeights: { title: 0, names: 0.3 } };
