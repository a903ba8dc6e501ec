"""Times and numbers in the sentences of reports: what stands in them by way of other words, and what only looks so.

The first table of each was used to mend the rules; the second was written afterwards, to see what that was worth.
"""

import pytest

from dateline.codebook.quantities import load_quantities
from dateline.resolve.quantities import find_numbers
from dateline.resolve.times import find_times

PUBLISHED = "2015-03-18"
"""A Wednesday."""
TABLE = load_quantities()

TIMES = [
    ("The ceasefire broke down overnight.", "2015-03-17", "2015-03-18"),
    ("Fighting has raged for the past three days.", "2015-03-15", "2015-03-18"),
    ("The raid came in the early hours of Tuesday.", "2015-03-17", "2015-03-17"),
    ("It was attacked on the second anniversary of the 2011 uprising.", "2013-01-01", "2013-12-31"),
    ("The town fell in the spring of 2012.", "2012-03-01", "2012-05-31"),
    ("Clashes flared in late February.", "2015-02-21", "2015-02-28"),
    ("They fled in mid-January 2014.", "2014-01-11", "2014-01-20"),
    ("He was jailed in the early 1990s.", "1990-01-01", "1993-12-31"),
    ("Since last October the siege has tightened.", "2014-10-01", "2015-03-18"),
    ("The deadline runs until the end of April.", "2015-03-18", "2015-04-30"),
    ("Between 5 and 9 March, shells fell daily.", "2015-03-05", "2015-03-09"),
    ("From 28 February to 4 March they bombed it.", "2015-02-28", "2015-03-04"),
    ("The truce will begin on Friday.", "2015-03-20", "2015-03-20"),
    ("The truce began on Friday.", "2015-03-13", "2015-03-13"),
    ("A vote is due next month.", "2015-04-01", "2015-04-30"),
    ("The day before yesterday a drone fell.", "2015-03-16", "2015-03-16"),
    ("In the first half of 2014, 900 died.", "2014-01-01", "2014-06-30"),
    ("In the last quarter of 2013 attacks doubled.", "2013-10-01", "2013-12-31"),
    ("It was shelled on Sunday night.", "2015-03-15", "2015-03-15"),
    ("The two sides met on 3-4 March.", "2015-03-03", "2015-03-04"),
    ("On the night of 9-10 March soldiers came.", "2015-03-09", "2015-03-10"),
    ("During the 2006 war the bridge was hit.", "2006-01-01", "2006-12-31"),
    ("Over the weekend 40 people drowned.", "2015-03-14", "2015-03-15"),
    ("In the run-up to the June 2014 vote he fled.", "2014-06-01", "2014-06-30"),
    ("Earlier this week a convoy was hit.", "2015-03-16", "2015-03-18"),
    ("Later this year troops will leave.", "2015-03-18", "2015-12-31"),
    ("In the two weeks since the truce began, 60 died.", "2015-03-04", "2015-03-18"),
    ("On Thursday, March 12, 2015, the town fell.", "2015-03-12", "2015-03-12"),
    ("At dawn on 12 March they attacked.", "2015-03-12", "2015-03-12"),
    ("In the 1970s and 1980s he fought.", "1970-01-01", "1979-12-31"),
    ("Last Saturday a mosque was burnt.", "2015-03-14", "2015-03-14"),
    ("The week of 2 March saw 30 raids.", "2015-03-02", "2015-03-08"),
    ("On Christmas Eve 2013 a church was bombed.", "2013-12-24", "2013-12-24"),
    ("The attack, two days after the election of 10 March, killed six.", "2015-03-12", "2015-03-12"),
    ("He has been held since 2011.", "2011-01-01", "2015-03-18"),
    ("Between January and March 2014 they killed 50.", "2014-01-01", "2014-03-31"),
    ("Between 2011 and 2013 thousands fled.", "2011-01-01", "2013-12-31"),
    ("In the past 24 hours, nine died.", "2015-03-17", "2015-03-18"),
    ("In the last few days rebels advanced.", "2015-03-15", "2015-03-18"),
    ("This morning mortars hit the port.", "2015-03-18", "2015-03-18"),
    ("Tonight the curfew begins.", "2015-03-18", "2015-03-18"),
    ("In September last year they took the dam.", "2014-09-01", "2014-09-30"),
    ("In the year to June 2014, 3,000 were killed.", "2013-07-01", "2014-06-30"),
    ("In the autumn of last year they came.", "2014-09-01", "2014-11-30"),
    ("As of 15 March, 200 were dead.", "2015-03-15", "2015-03-15"),
    ("Through the winter of 2013-14 they starved.", "2013-12-01", "2014-02-28"),
    ("Within 72 hours they must leave.", "2015-03-18", "2015-03-21"),
    ("From Monday to Wednesday they marched.", "2015-03-16", "2015-03-18"),
    ("In 2012-2013 it changed hands.", "2012-01-01", "2013-12-31"),
    ("Towards the end of last year they left.", "2014-09-01", "2014-12-31"),
]
MORE_TIMES = [
    ("Three days before the election of 7 June 2009, a bomb killed nine.", "2009-06-04", "2009-06-04"),
    ("In the first two weeks of February 2014 the town changed hands twice.", "2014-02-01", "2014-02-14"),
    ("On the fifth anniversary of the 12 January 2010 earthquake, crowds marched.", "2015-01-12", "2015-01-12"),
    ("Between November and February 2012 some 300 were shot.", "2011-11-01", "2012-02-29"),
    ("The garrison surrendered in the last days of August 2008.", "2008-08-21", "2008-08-31"),
    ("In the three months to September 2010, 84 attacks were logged.", "2010-07-01", "2010-09-30"),
    ("Clashes in the week of 9 February left 14 dead.", "2015-02-09", "2015-02-15"),
    ("In the ten days since the coup, 31 were arrested.", "2015-03-08", "2015-03-18"),
    ("The day after tomorrow envoys meet in Doha.", "2015-03-20", "2015-03-20"),
    ("In the summer of last year they crossed the river.", "2014-06-01", "2014-08-31"),
    ("From March to June 1999 NATO bombed.", "1999-03-01", "1999-06-30"),
    ("The third week of January 2013 was the worst.", "2013-01-15", "2013-01-21"),
    ("In the final month of 2006 a thousand died.", "2006-12-01", "2006-12-31"),
    ("A year after the 2003 invasion, the militia rose.", "2004-01-01", "2004-12-31"),
    ("On the first Sunday of March they voted.", "2015-03-01", "2015-03-01"),
    ("The ambush came the day before the ceasefire of 20 May 2000.", "2000-05-19", "2000-05-19"),
    ("On the weekend of 7 March six drowned.", "2015-03-07", "2015-03-08"),
    ("In the second quarter of 2011 raids fell.", "2011-04-01", "2011-06-30"),
    ("He was shot on the evening of 14 February 2005.", "2005-02-14", "2005-02-14"),
    ("Two years later, in 2014, the town was empty.", "2014-01-01", "2014-12-31"),
]


@pytest.mark.parametrize(("text", "start", "end"), [*TIMES, *MORE_TIMES])
def test_the_first_time_of_a_sentence_is_these_days(text: str, start: str, end: str) -> None:
    found = next(mention.interval for mention in find_times(text, PUBLISHED) if mention.interval)
    assert (found.start, found.end) == (start, end)


@pytest.mark.parametrize(
    "text",
    [
        "Two days after the attack, the road was open.",
        "Two days after he was shot, on 5 March, she fled.",
        "The first weeks were calm. May was not.",
        "On the second anniversary of the attack, they marched.",
        "Every Friday they protest.",
    ],
)
def test_what_leans_on_a_date_that_is_not_there_takes_no_other(text: str) -> None:
    found = [(m.interval.start, m.interval.end) for m in find_times(text, PUBLISHED) if m.interval]
    assert found in ([], [("2015-03-05", "2015-03-05")], [("2014-05-01", "2014-05-31")])


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("In Ramadan 2014 the shelling stopped.", "2014-06-29", "2014-07-28"),
        ("During the holy month of Ramadan they fast.", "2015-06-18", "2015-07-17"),
        ("On Easter Sunday 2019 churches were bombed.", "2019-04-21", "2019-04-21"),
        ("The Good Friday deal of 1998 held.", "2015-04-03", "2015-04-03"),
        ("A truce for Eid al-Adha 2012 was broken.", "2012-10-26", "2012-10-29"),
        ("Pilgrims were killed on Ashura 2004.", "2004-03-02", "2004-03-02"),
        ("They lit fires for Newroz.", "2015-03-20", "2015-03-21"),
    ],
)
def test_feasts_that_move(text: str, start: str, end: str) -> None:
    found = next(mention.interval for mention in find_times(text, PUBLISHED) if mention.interval)
    assert (found.start, found.end) == (start, end)


@pytest.mark.parametrize("text", ["The good friday prayers", "an easter egg", "He met Ramadani there", "Eid prayers were held"])
def test_what_is_no_feast(text: str) -> None:
    assert not any("easter" in m.anchor.exact.lower() or "Ramadan" in m.anchor.exact for m in find_times(text, PUBLISHED))


def test_dates_with_slashes_follow_the_order_that_the_document_shows() -> None:
    def days(text: str) -> list[str]:
        return [m.interval.start for m in find_times(text, PUBLISHED) if m.interval]

    assert days("Shot on 03/02/2015, buried on 02/16/2015.") == ["2015-03-02", "2015-02-16"]
    assert days("Shot on 03/02/2015, buried on 16/02/2015.") == ["2015-02-03", "2015-02-16"]
    assert days("Shot on 03/02/2015.") == ["2015-02-03"]
    assert days("02/16/2015, 16/02/2015 and 03/02/2015")[2] == "2015-02-03"


NUMBERS: list[tuple[str, list[tuple[float | None, float | None, bool]]]] = [
    ("At least 40 people, among them 12 children, were killed.", [(40, None, False), (12, 12, False)]),
    ("Thirty-seven soldiers and two civilians died.", [(37, 37, False), (2, 2, False)]),
    ("Another 15 were wounded.", [(15, 15, False)]),
    ("Some 60 per cent of the 900 refugees fled.", [(0.6, 0.6, True), (900, 900, False)]),
    ("More than two-thirds of the villages were burnt.", [(0.6667, None, True)]),
    ("Between 200 and 300 fighters entered.", [(200, 300, False)]),
    ("Up to a third of the city is held by rebels.", [(None, 0.3333, True)]),
    ("The toll rose from 14 to 31.", [(14, 14, False), (31, 31, False)]),
    ("The number of displaced rose by 20,000 to 150,000.", [(20000, 20000, False), (150000, 150000, False)]),
    ("Close to 1.2 million people need aid.", [(1200000.0, 1200000.0, False)]),
    ("He was 34 and had led 200 men.", [(200, 200, False)]),
    ("They walked 40 km in two days.", []),
    ("A 500-pound bomb killed eight.", [(8, 8, False)]),
    ("Dozens, perhaps as many as 70, are missing.", [(24, 99, False), (None, 70, False)]),
    ("Not a single soldier was hurt.", [(0, 0, False)]),
    ("Neither of the two hostages was freed.", [(2, 2, False)]),
    ("Five of the nine hostages were freed.", [(5, 5, False), (9, 9, False)]),
    ("One in five families lost a home.", [(0.2, 0.2, True)]),
    ("Nine out of ten houses were destroyed.", [(0.9, 0.9, True)]),
    ("A ransom of $2.5m was paid for 21 girls.", [(2500000.0, 2500000.0, False), (21, 21, False)]),
    ("The 3rd brigade lost 25 tanks.", [(25, 25, False)]),
    ("UN Resolution 2254 was backed by 15 members.", [(15, 15, False)]),
    ("Tens of thousands fled, including 4,000 children.", [(20000, 99999, False), (4000, 4000, False)]),
    ("Hundreds more were detained.", [(200, 999, False)]),
    ("An estimated 10,000-15,000 militiamen remain.", [(10000, 15000, False)]),
    ("Fewer than half of the staff returned.", [(None, 0.5, True)]),
    ("Upwards of 90 percent of voters said yes.", [(0.9, None, True)]),
    ("Twice as many civilians as soldiers died.", []),
    ("The death toll stands at 1,034.", [(1034, 1034, False)]),
    ("A crowd of several thousand gathered.", [(2000, 9999, False)]),
    ("Ten to fifteen gunmen on motorbikes came.", [(10, 15, False)]),
    ("He fired three AK-47 rounds.", [(3, 3, False)]),
    ("The convoy of 12 lorries carried 300 tonnes of wheat.", [(12, 12, False), (300, 300, False)]),
    ("Half a million people are trapped.", [(500000.0, 500000.0, False)]),
    ("No fewer than 80 households were evicted.", [(80, None, False)]),
    ("A quarter of a million displaced people live there.", [(250000.0, 250000.0, False)]),
    ("Well over a hundred bodies were found.", [(100, None, False)]),
    ("A handful of fighters held out.", [(3, 9, False)]),
    ("Two of his three brothers were killed.", [(2, 2, False), (3, 3, False)]),
    ("The price rose 30 percent.", [(0.3, 0.3, True)]),
    ("5.2m people, or 45% of the population, are hungry.", [(5200000.0, 5200000.0, False), (0.45, 0.45, True)]),
    ("They demanded the release of 1 000 prisoners.", [(1000, 1000, False)]),
    ("Eleven mostly young men were abducted.", [(11, 11, False)]),
    ("A score of militants died.", [(20, 20, False)]),
    ("Nearly three dozen were injured.", [(36, 36, False)]),
    ("The UN says 1 in 3 children is out of school.", [(0.3333, 0.3333, True)]),
    ("In 2013, 300 villages were razed.", [(300, 300, False)]),
    ("On 5 May 12 men were shot.", [(12, 12, False)]),
    ("Under-fives make up a fifth of the dead.", [(0.2, 0.2, True)]),
    ("From 50 to 60 rebels were killed.", [(50, 60, False)]),
    ("Only three survived out of 47.", [(3, 3, False), (47, 47, False)]),
    ("Casualties: 14 dead, 22 wounded, 3 missing.", [(14, 14, False), (22, 22, False), (3, 3, False)]),
    ("14 people -- 9 of them women -- drowned.", [(14, 14, False), (9, 9, False)]),
    ("The 12-member council voted 9-3.", [(12, 12, False)]),
    ("A thousand-strong force entered the town.", [(1000, 1000, False)]),
    ("More than 1,000,000 Rohingya fled.", [(1000000.0, None, False)]),
    ("Forty-odd deserters turned up.", [(40, 40, False)]),
    ("A total of 17 attacks were recorded.", [(17, 17, False)]),
    ("Around a dozen rockets fell.", [(12, 12, False)]),
    ("50 to 100 bodies lay in the streets.", [(50, 100, False)]),
]
MORE_NUMBERS: list[tuple[str, list[tuple[float | None, float | None, bool]]]] = [
    ("Casualties climbed from 9 to 22 overnight.", [(9, 9, False), (22, 22, False)]),
    ("From 30 to 40 gunmen stormed the post.", [(30, 40, False)]),
    ("The force grew by 500 to 8,000.", [(500, 500, False), (8000, 8000, False)]),
    ("Exports fell by 10 to 15 percent.", [(0.1, 0.15, True)]),
    ("She was 19 when militants took her and six friends.", [(6, 6, False)]),
    ("Two 250-kilo bombs hit a market.", [(2, 2, False)]),
    ("Not a single aid lorry arrived.", [(0, 0, False)]),
    ("A handful of rebels fled.", [(3, 9, False)]),
    ("On 17 June 33 bodies washed ashore.", [(33, 33, False)]),
    ("A score of huts burnt.", [(20, 20, False)]),
    ("As many as three in four children are stunted.", [(None, 0.75, True)]),
    ("More than 3,500 families, or about 21,000 people, fled.", [(3500, None, False), (21000, 21000, False)]),
    ("Of the 63 wounded, 11 later died.", [(63, 63, False), (11, 11, False)]),
    ("Two policemen, a nurse and four children were among the 19 dead.", [(2, 2, False), (4, 4, False), (19, 19, False)]),
    ("They handed over 14 rifles and 1,200 rounds.", [(14, 14, False), (1200, 1200, False)]),
    ("Hundreds, possibly thousands, are trapped.", [(200, 999, False), (2000, 9999, False)]),
    ("At 06:30 on 3 April 2 soldiers were stabbed.", [(2, 2, False)]),
    ("Turnout was below 40%.", [(None, 0.4, True)]),
    ("A 3-km column of 90 vehicles left.", [(90, 90, False)]),
    ("Seven to nine million people are displaced.", [(7000000.0, 9000000.0, False)]),
]


@pytest.mark.parametrize(("text", "ranges"), [*NUMBERS, *MORE_NUMBERS])
def test_a_sentence_counts_these(text: str, ranges: list[tuple[float | None, float | None, bool]]) -> None:
    found = [(q.low, q.high, q.ratio) for _, _, q in find_numbers(text, TABLE)]
    assert [end for each in found for end in each] == pytest.approx([end for each in ranges for end in each], abs=1e-3)
