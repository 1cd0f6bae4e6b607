// Suppliers of a firm, and their suppliers · 一家企業的供應商及其上游
:param customer => 'nvidia';
MATCH path = (s:Firm)-[:SUPPLIES]->{1,2}(f:Firm {firm_id: $customer})
WITH s, relationships(path)[0] AS r, nodes(path)[1] AS c, length(path) AS tier,
     collect(path) AS paths
RETURN s.id AS id, s.name_en AS name, s.name_zh AS name_zh, s.country AS country, tier,
       c.id AS customer, r.tech_id AS tech_id, r.year AS year, r.confidence AS confidence,
       r.source_id AS sources, paths
ORDER BY tier, id, customer, tech_id
LIMIT 100;
