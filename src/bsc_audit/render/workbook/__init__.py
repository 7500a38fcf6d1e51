"""The sheets of the workbook, taken from the Report: one group of sheets a module, `write` turns them into bytes."""
