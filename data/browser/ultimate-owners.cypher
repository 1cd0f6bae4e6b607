// Ownership chains up to the ultimate controllers · 追溯至最終控制者的持股鏈
:param firm => 'tsmc-arizona';
MATCH path = (top:Country|Firm)-[:OWNS]->{1,6}(f:Firm {firm_id: $firm})
WHERE NOT EXISTS { ()-[:OWNS]->(top) }
OPTIONAL MATCH home = (top)-[:HEADQUARTERED_IN]->(:Country)
WITH top, path, home, [r IN relationships(path) | coalesce(properties(r).voting, r.stake)] AS stakes
RETURN top.id AS id, top.name_en AS name, top.name_zh AS name_zh,
       coalesce(top.country, top.id) AS country, length(path) AS steps, stakes,
       CASE
         WHEN all(s IN stakes WHERE s IS NOT NULL)
         THEN reduce(product = 1.0, s IN stakes | product * s)
       END AS stake,
       path, home
ORDER BY steps, id
LIMIT 100;
