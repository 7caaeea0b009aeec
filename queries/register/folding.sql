-- purpose: How texts are compared in a search: the one definition for records and search words.
-- grain: definitions, no rows; made before the derived tables, which use them.

-- A blank, then the words in small letters, one blank apart; ё as е and Kazakh letters as the Russian
-- ones that stand in for them on a keyboard without them. Accents and soft hyphens are left out.
create macro folded(text) as
    ' ' || trim(regexp_replace(
        translate(
            regexp_replace(lower(nfc_normalize(text)), '[\p{M}\p{Cf}]+', '', 'g'),
            'ёәəғқңөұүһі',
            'еаагкноуухи'
        ),
        '[^\p{L}\p{N}]+', ' ', 'g'
    ));

-- Names stand in the order of their letters, then of their number, where there is one: 2 before 10.
create macro letters_of(name) as
    regexp_extract(regexp_replace(name, '^№\s*\d+\s*', ''), '^\D*') collate kk;
create macro number_of(name) as try_cast(regexp_extract(name, '\d+') as bigint);

-- A word that is looked for is a list of beginnings, of which one is enough: `прогулк|прогулок`.
create macro beginnings_of(words) as table
    select word, ' ' || unnest(string_split(word, '|')) as beginning
    from (select unnest(words) as word);
