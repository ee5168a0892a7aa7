"""PostgreSQL alters no column that a function's body names: the functions step aside meanwhile, and come back.

They are replaced and not dropped, so what calls them, policies among it, stays; and they come back as they were,
whichever migration wrote them last.
"""

HOLD = """
CREATE TEMPORARY TABLE held_function (definition text) ON COMMIT DROP;
INSERT INTO held_function
SELECT DISTINCT pg_get_functiondef(depends.objid)
FROM pg_depend depends
JOIN pg_attribute field ON field.attrelid = depends.refobjid AND field.attnum = depends.refobjsubid
WHERE depends.classid = 'pg_proc'::regclass AND depends.refclassid = 'pg_class'::regclass
AND depends.refobjid = 'assessments_membership'::regclass AND field.attname = 'role';
DO $$
DECLARE held record;
BEGIN
    SET LOCAL check_function_bodies = off;
    FOR held IN SELECT regexp_replace(definition, '\\n(BEGIN ATOMIC|RETURN )(.|\\n)*', '') AS head
                FROM held_function LOOP
        EXECUTE held.head || ' AS $stub$ SELECT NULL $stub$';
    END LOOP;
END $$;
"""

RESTORE = """
DO $$
DECLARE held record;
BEGIN
    SET LOCAL check_function_bodies = on;
    FOR held IN SELECT definition FROM held_function LOOP
        EXECUTE held.definition;
    END LOOP;
END $$;
DROP TABLE held_function;
"""
