"""Parts of the report, one module each: a Case goes in, a part of the Report comes out."""
