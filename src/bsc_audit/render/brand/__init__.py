"""The look of the body that issues reports: brand.yaml read and checked, and put into a template."""
