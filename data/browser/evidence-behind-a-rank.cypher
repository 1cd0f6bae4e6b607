// The evidence behind a node's rank, row by row · 一個節點排名的證據（逐列）
:param node => 'euv-lithography';
MATCH path = (n:Technology|Firm|Country|Investment {id: $node})-[r]-(m)
WHERE NOT m:Source
  AND r.source_id IN split(n.evidence, ';')
MATCH (s:Source {source_id: r.source_id})
RETURN type(r) AS relationship, m.id AS id, m.name_en AS name, m.name_zh AS name_zh,
       coalesce(r.share, r.mode) AS value, r.year AS year, r.confidence AS confidence,
       s.kind = 'assumption' AS assumed, s.id AS sources, s.title AS title, path
ORDER BY relationship, id, sources
LIMIT 100;
