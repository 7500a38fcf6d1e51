"""What the service stores, as frozen values; one noun a module.

Ids are text UUIDv7 and mean nothing. Times are aware and UTC. `version` counts from 1 and is what an ETag says.
A value of an organisation does not repeat the organisation's id: the unit of work it was read through says it.
"""
