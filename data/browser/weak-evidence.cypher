// Rough or contested shares with high leverage behind them · 槓桿高而可信度最低的占比
:param limit => 10;
MATCH path = (p:Country|Firm)-[r:PROVIDES {confidence: 1}]->(t:Technology)
WHERE t.leverage > 0
RETURN t.id AS id, t.name_en AS name, t.name_zh AS name_zh, p.id AS provider, r.share AS share,
       r.share_low AS share_low, r.share_high AS share_high, r.metric AS metric, r.year AS year,
       t.leverage AS leverage, r.source_id AS sources, r.note AS note, path
ORDER BY leverage DESC, id, provider
LIMIT toInteger($limit);
