// Taiwanese firms that supply American firms, and with what · 供貨給美國企業的臺灣企業
:param country => 'TWN';
:param limit => 10;
MATCH path = (s:Firm {country: $country})-[r:SUPPLIES]->(c:Firm {country: 'USA'})
MATCH (t:Technology {tech_id: r.tech_id})
RETURN s.id AS id, s.name_en AS name, s.name_zh AS name_zh, c.id AS customer,
       t.id AS tech_id, t.leverage AS leverage, r.year AS year, r.confidence AS confidence,
       r.source_id AS sources, path
ORDER BY leverage IS NULL, leverage DESC, id, customer
LIMIT toInteger($limit);
