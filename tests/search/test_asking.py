"""Whole sites asked as readers ask, by their own scripts in Node: languages, letters, people, identifiers, nonsense."""

import json
from pathlib import Path

import pytest

from site_builder.build import link_check
from site_builder.core.errors import BuildFailed
from site_builder.search import parts, probe
from tests.conftest import Run, build_here, split_cases

pytestmark = pytest.mark.skipif(not probe.node(), reason="this machine has no Node")


def made(root: Path, *papers: tuple[str, str] | dict[str, object], language: str = "en") -> Path:
    """The output of a site of `papers`, p0, p1 and so on: (title, abstract) pairs, or all fields."""
    (root / "content/papers").mkdir(parents=True)
    settings = {"title": "T", "subject": "s", "description": "d", "url": "https://x.example/", "language": language}
    (root / "content/site.yaml").write_text("\n".join(f"{name}: {value}" for name, value in settings.items()))
    for number, paper in enumerate(papers):
        fields = dict(paper) if isinstance(paper, dict) else {"title": paper[0], "abstract": paper[1]}
        body = fields.pop("abstract", "We stack pebbles in a garden and count them.")
        head = "\n".join(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items())
        (root / f"content/papers/p{number}.md").write_text(f"---\n{head}\n---\n{body}\n", encoding="utf-8")
    build_here(root)
    return root / "_site"


def firsts(output: Path, *queries: str, language: str = "en") -> list[str]:
    """The first paper that each of `queries` finds; "" for none."""
    return [answer.slugs[0] if answer.slugs else "" for answer in probe.ask(output, queries, language)]


def test_a_name_that_stands_in_longer_words_only_is_found(tmp_path: Path) -> None:
    output = made(
        tmp_path,
        ("Mutations of the K13-propeller", "We use AlphaFold2 on Pfs48/45 and count."),
        ("The vaccine RTS,S/AS01 in infants", "We follow 100 infants for KEL1/PLA1 and count."),
    )

    assert firsts(output, "K13", "AlphaFold", "alphaf", "Pfs48", "AS01", "KEL1") == ["p0"] * 4 + ["p1"] * 2


LANGUAGES = {
    "en": (
        ("Fast language models", "We propose a faster model."),
        ("Pictures", "We study pictures."),
        "models picture",
    ),
    "de": (
        ("Große Straße in Gießen", "Wir zählen Häuser in Łódź."),
        ("Wälder", "Wir sehen Wälder."),
        "grosse wald strasse wälder Lodz wald",
    ),
    "tr": (
        ("Hızlı dil modelleri", "Büyük modeller."),
        ("Görüntü işleme", "Görüntüler üzerine."),
        "hizli goruntu modelleri görüntü",
    ),
    "cs": (
        ("Rychlé jazykové modely", "Navrhujeme model."),
        ("Obrazy", "Zkoumáme obrazy."),
        "modely obrazy rychle obraz",
    ),
    "ru": (("Быстрые языковые модели", "Мы учим модель."), ("Ёлки", "Мы видим ёлки."), "модель елки языковая ёлка"),
    "uk": (("Швидкі мовні моделі", "Ми пропонуємо метод."), ("Їжаки", "Ми вивчаємо їжаків."), "мовні їжаки"),
    "he": (("מודלי שפה מהירים", "אנו מציעים שיטה."), ("זיהוי תמונות", "אנו חוקרים תמונות."), "שפה תמונות"),
    "ko": (
        ("대규모 언어 모델의 가속", "언어 모델을 제안한다."),
        ("이미지 인식", "이미지를 본다."),
        "모델 이미지 언어 인식",
    ),
    "zh": (
        ("高效的大型语言模型训练", "我们提出方法。"),
        ("图像识别综述", "本文综述深度学习方法。"),
        "语言模型 综述 训练 深度学习 模 识别",
    ),
    "ja": (
        ("大規模言語モデルの高速化", "手法を提案する。"),
        ("画像認識の研究", "深層学習を紹介する。"),
        "言語モデル 深層学習 高速化 認識",
    ),
}


@pytest.mark.parametrize(
    "language", [pytest.param(one, marks=[] if one in ("en", "ja", "he") else pytest.mark.slow) for one in LANGUAGES]
)
def test_a_site_in_any_language_is_searched(language: str, tmp_path: Path) -> None:
    first, second, queries = LANGUAGES[language]
    output = made(tmp_path, first, second, language=language)
    found = firsts(output, *queries.split(), language=language)

    assert found == ["p0", "p1"] * (len(found) // 2)
    link_check.check(output)


def test_raised_lowered_and_rare_letters_are_found_as_people_type_them(tmp_path: Path) -> None:
    output = made(
        tmp_path,
        ("Sensors for H$_2$O and CO$_2$", "We measure CO$_2$, with R$^2$ of 0.9 and L$_2$ loss at 512×512."),
        ("Recover with SRe$^2$L", "We recover data by SRe$^2$L with a $\\beta$-VAE and C++ for AT&T."),
        ("Great Streets", "Die große Straße in Gießen und Łódź, Đorđe, Þór, by A* and C#."),
    )
    queries = {
        "p0": ["CO2", "CO₂", "H2O", "R2", "L2", "512x512", "512×512", "512times512"],
        "p1": ["SRe2L", "SRe²L", "beta-VAE", "β-VAE", "C++", "AT&T"],
        "p2": ["grosse", "strasse", "Giessen", "Lodz", "Dorde", "Thor", "A*", "C#"],
    }
    for slug, asked in queries.items():
        assert dict(zip(asked, firsts(output, *asked), strict=True)) == dict.fromkeys(asked, slug)


def test_people_identifiers_and_venues_are_found(tmp_path: Path) -> None:
    output = made(
        tmp_path,
        {
            "title": "Gardens of Stones",
            "authors": ["Łukasz Żółw", "Søren Groß"],
            "arxiv": "2409.02889",
            "venue": "NAACL 2024",
            "year": 2023,
        },
        {
            "title": "Wants of Turtles",
            "authors": ["Ada Lovelace", "Cho-Jui Hsieh"],
            "doi": "10.1000/xyz",
            "abstract": "We want turtles.",
        },
        {"title": "Hands", "authors": ["Ruochen Wang"], "abstract": "We want hands, and wanting, with ada."},
    )
    queries = {
        "p0": ["Łukasz", "Lukasz", "zolw", "Gross", "S. Groß", "https://arxiv.org/abs/2409.02889v3", "naacl", "2024"],
        "p1": ["Ada Lovelace", "lovelace", "hsieh", "C.-J. Hsieh", "https://doi.org/10.1000/XYZ", "author:hsieh"],
        "p2": ["Wang", "Ruochen Wang", "wang ruochen"],
    }
    typing = {"p0": ["Łuk", "luka"], "p1": ["lovela", "turtles hsi"], "p2": ["ruoch"]}
    for slug, asked in [*queries.items(), *typing.items()]:
        assert dict(zip(asked, firsts(output, *asked), strict=True)) == dict.fromkeys(asked, slug)


def test_nonsense_finds_nothing_and_less_is_found_without_a_word(built: Path) -> None:
    nonsense = "asdfqwerzxcv qqqq zzyzx flibbertigibbet snorkelwack".split()
    whole, less, *none = probe.ask(built, ["pruning", "pruning -acorns", *nonsense])

    assert [(answer.held, answer.near) for answer in none] == [(0, 0)] * len(nonsense)
    assert 0 < less.held < whole.held


def test_all_parts_of_an_index_are_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "HELD", 1)
    stones = "marble granite basalt slate flint".split()
    output = made(tmp_path, *[(f"On {stone}", f"We look at {stone} and other stones.") for stone in stones])

    assert len(list(output.glob("pagefind/part*"))) > 1
    assert firsts(output, *stones) == [f"p{number}" for number in range(len(stones))]
    assert [answer.held for answer in probe.ask(output, ["stones"])] == [len(stones)]


def test_the_index_is_the_same_every_time(tmp_path: Path) -> None:
    papers = [
        {"title": f"Paper {number}", "year": 2020 + number, "venue": "ICML", "abstract": "Text."} for number in range(3)
    ]
    one, other = (made(tmp_path / name, *papers) for name in ("one", "other"))
    files = sorted(path.relative_to(one) for path in (one / "pagefind").rglob("*") if path.is_file())

    assert files == sorted(path.relative_to(other) for path in (other / "pagefind").rglob("*") if path.is_file())
    assert all((one / path).read_bytes() == (other / path).read_bytes() for path in files)


@pytest.mark.parametrize(
    "lost", ["wasm.*.pagefind", "papers.json", pytest.param("index/*", marks=pytest.mark.slow), "rows/*"]
)
def test_a_dead_search_fails_the_check(lost: str, tmp_path: Path, run: Run) -> None:
    output = made(tmp_path, ("Fast models", "We propose."), ("Pictures", "We study."))
    for path in (output / "pagefind").glob(lost):
        path.unlink()

    with pytest.raises(BuildFailed, match=r"search is dead|not found by its own title"):
        link_check.check(output)
    assert run("check", "--site", tmp_path).exit_code == 1


def test_titles_with_signs_amid_their_words_are_found(tmp_path: Path) -> None:
    titles = [f"{name} learning with ![x](/a.png pwn=1) neighbours" for name in ("Aardvark", "Badger", "Cat", "Dog")]

    link_check.check(made(tmp_path, *((title, "We study animals and what they learn.") for title in titles)))


def test_dumps_whose_papers_were_not_found_once(tmp_path: Path) -> None:
    names = "01-language-without-stemmer 06-raised-and-lowered-in-search 08-author-search"
    split_cases(tmp_path, *(f"{name}.jsonl" for name in names.split()))
    build_here(tmp_path)
    wanted = {
        "sensors-for-h-2-o-and-co-2": "CO2 CO₂ H2O R2 L2",
        "recover-with-sre-2-l": "SRe2L SRe²L",
        "gardens-of-stones": "Łukasz Lukasz Zolw Gross",
        "wants-of-turtles": "Ada_Lovelace",
        "rychle-jazykove-modely": "modely",
    }
    asked = {query.replace("_", " "): slug for slug, queries in wanted.items() for query in queries.split()}

    assert list(asked.values()) == firsts(tmp_path / "_site", *asked)


def test_letters_that_do_not_decompose_are_found(tmp_path: Path) -> None:
    split_cases(tmp_path, "20-letters-that-do-not-decompose.jsonl")
    build_here(tmp_path)

    assert firsts(tmp_path / "_site", "grosse", "strasse", "Giessen", "Lodz", "Dorde") == ["great-streets"] * 5
