// Countries that could withhold most from the US · 最能對美國斷供的國家
:param limit => 10;
MATCH (c:Country)
WHERE c.need_years_at_risk > 0
WITH c
ORDER BY c.need_years_at_risk DESC, c.id
LIMIT toInteger($limit)
OPTIONAL MATCH path = (c)<-[:HEADQUARTERED_IN]-(:Firm)-[:PROVIDES]->(:Technology {tech_id: c.top_technology})
WITH c, collect(path) AS paths
RETURN c.id AS id, c.name_en AS name, c.name_zh AS name_zh,
       c.top_technology AS top_technology, c.top_share AS top_share, c.leverage AS leverage,
       c.months_to_substitute AS time_to_substitute_months,
       c.need_years_at_risk AS need_years_at_risk, c.evidence_confidence AS confidence, paths
ORDER BY need_years_at_risk DESC, id;
