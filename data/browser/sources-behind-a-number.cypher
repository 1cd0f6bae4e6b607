// The sources behind a number · 一個數字的來源
:param node => 'euv-lithography';
:param property => 'time_to_substitute_months';
MATCH path = (n:Technology|Need|ControlPoint|Investment {id: $node})-[c:CITES]->(s:Source)
WHERE c.property = $property
RETURN n.id AS id, n.name_en AS name, n.name_zh AS name_zh, c.property AS property,
       c.value AS value, c.low AS low, c.high AS high, c.year AS year, c.confidence AS confidence, s.kind = 'assumption' AS assumed,
       s.id AS sources, s.title AS title, s.publisher AS publisher, s.url AS url,
       coalesce(c.note, s.note) AS note, path
ORDER BY sources
LIMIT 100;
