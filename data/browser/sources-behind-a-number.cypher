// The sources behind a number · 一個數字的來源
:param node => 'euv-lithography';
:param property => 'time_to_substitute_months';
MATCH path = (n {id: $node})-[c:CITES {property: $property}]->(s:Source)
RETURN c.property AS property, c.value AS value, c.low AS low, c.high AS high, c.year AS year,
       c.confidence AS confidence, s.id AS source, s.title AS title, s.publisher AS publisher,
       s.url AS url, s.kind = 'assumption' AS assumed, coalesce(c.note, s.note) AS note, path
ORDER BY property, source
LIMIT 100;
