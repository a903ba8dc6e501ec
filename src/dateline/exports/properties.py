"""An item as one flat object: the same keys in GeoJSON, Parquet and wherever else a form leaves the keys to us."""

from typing import Any

from dateline.exports.accounts import whole
from dateline.exports.items import Count, Item, Party, Report, Site


def properties(item: Item) -> dict[str, Any]:
    """Everything told of an item, with every statement, document and version it rests on."""
    report, site, time = item.reports[0], item.site, item.time
    return {
        "id": item.id,
        "statements": [one.statement for one in item.reports],
        "kind": item.kind,
        "type": item.type,
        "label": item.label or None,
        "mode": item.mode,
        "acled": item.codes.acled,
        "plover": item.codes.plover,
        "ucdp": item.violence,
        "hedge": item.hedge,
        "likelihood": item.likelihood,
        "conditional": item.conditional,
        "score": item.score,
        "start": time.start if time else None,
        "end": time.end if time else None,
        "place": site.name if site else None,
        "place_words": site.words if site else None,
        "place_level": site.level if site else None,
        "country": site.country if site else None,
        "province": site.province or None if site else None,
        "geonames": site.geonames if site else None,
        "latitude": site.latitude if site else None,
        "longitude": site.longitude if site else None,
        "places": [_place(one) for one in item.sites],
        "parties": [_party(one) for one in item.parties],
        "counts": [_count(one) for one in item.counts],
        "voice": report.voice,
        "voice_named": report.named,
        "voice_actor": report.voice_actor,
        "quote": report.quote,
        "sentence": report.sentence,
        "reports": [_report(one) for one in item.reports],
        "outlet": report.outlet,
        "published": report.published,
        "title": report.title,
        "url": report.url,
        "code_version": item.versions.dateline,
        "model_version": item.versions.model,
        "codebook_version": item.versions.codebook,
        "review": item.versions.review or None,
    }


def _place(site: Site) -> dict[str, Any]:
    return {
        "name": site.name,
        "words": site.words,
        "country": site.country,
        "geonames": site.geonames,
        "latitude": site.latitude,
        "longitude": site.longitude,
        "level": site.level,
    }


def _party(party: Party) -> dict[str, Any]:
    return {"role": party.role, "name": party.name, "words": party.words, "actor": party.actor, "kind": party.kind or None}


def _count(count: Count) -> dict[str, Any]:
    return {
        "of": count.of,
        "low": whole(count.low),
        "high": whole(count.high),
        "approx": count.approx,
        "ratio": count.ratio,
        "what": count.what or None,
        "words": count.words,
        "part": count.part,
    }


def _report(report: Report) -> dict[str, Any]:
    return {
        "statement": report.statement,
        "document": report.document,
        "name": report.name,
        "start": report.start,
        "end": report.end,
        "outlet": report.outlet,
        "published": report.published,
        "voice": report.voice,
        "hedge": report.hedge,
        "quote": report.quote,
    }
