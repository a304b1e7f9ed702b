-- One row: the version of the rulebook in force, a hash of its files' content.

with

rulebook_version as (

    select cast('{{ rulebook_hash() }}' as {{ dbt.type_string() }}) as rulebook_version

)

select * from rulebook_version
