// Numbers that are assumptions, where much is at stake · 關係重大而屬假設的數字
:param limit => 10;
MATCH path = (n:Technology|ControlPoint)-[c:CITES]->(s:Source {kind: 'assumption'})
WHERE c.property IS NOT NULL
  AND n.need_years_at_risk > 0
RETURN n.id AS id, n.name_en AS name, n.name_zh AS name_zh, c.property AS property,
       c.value AS value, c.low AS low, c.high AS high, c.confidence AS confidence,
       n.need_years_at_risk AS need_years_at_risk, s.id AS sources, path
ORDER BY need_years_at_risk DESC, id, property
LIMIT toInteger($limit);
