// Top chokepoints of the US · 美國的主要關鍵瓶頸
:param limit => 10;
MATCH (t:Technology)
WHERE t.need_years_at_risk > 0
WITH t
ORDER BY t.need_years_at_risk DESC, t.exposure DESC, t.id
LIMIT toInteger($limit)
OPTIONAL MATCH path = (:Firm)-[:PROVIDES]->(t)
WITH t, collect(path) AS paths
RETURN t.id AS id, t.name_en AS name, t.name_zh AS name_zh, t.top_holder AS top_holder,
       t.top_share AS top_share, t.denier AS denier, t.us_share AS us_share,
       t.taiwan_share AS taiwan_share, t.leverage AS leverage,
       t.months_to_substitute AS time_to_substitute_months,
       t.need_years_at_risk AS need_years_at_risk, t.evidence_confidence AS confidence, paths
ORDER BY need_years_at_risk DESC, t.exposure DESC, id;
