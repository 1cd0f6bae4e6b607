// The evidence behind a node's rank, row by row · 一個節點排名的證據（逐列）
:param node => 'euv-lithography';
MATCH (n {id: $node})-[r]-(m)
WHERE r.source_id IN split(n.evidence, ';')
MATCH (s:Source {id: r.source_id})
RETURN type(r) AS relationship, m.id AS other, m.name AS name, m.name_zh AS name_zh,
       r.share AS share, r.year AS year, r.confidence AS confidence, s.id AS source,
       s.title AS title, s.kind = 'assumption' AS assumed, n, r, m
ORDER BY relationship, other
LIMIT 100;
