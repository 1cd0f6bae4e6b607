// Firms that the US could least do without · 美國最難捨棄的企業
:param limit => 10;
MATCH (f:Firm)
WHERE f.need_years_at_risk > 0
WITH f
ORDER BY f.need_years_at_risk DESC, f.id
LIMIT toInteger($limit)
OPTIONAL MATCH path = (:Country)<-[:HEADQUARTERED_IN]-(f)-[:PROVIDES]->(:Technology)
WITH f, collect(path) AS paths
RETURN f.id AS id, f.name_en AS name, f.name_zh AS name_zh,
       f.top_technology AS top_technology, f.top_share AS top_share, f.leverage AS leverage,
       f.months_to_substitute AS time_to_substitute_months,
       f.need_years_at_risk AS need_years_at_risk, f.evidence_confidence AS confidence, paths
ORDER BY need_years_at_risk DESC, id;
