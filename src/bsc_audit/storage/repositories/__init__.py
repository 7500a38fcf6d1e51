"""The ports of `app.service` over tables; what they return are domain values, never rows."""
