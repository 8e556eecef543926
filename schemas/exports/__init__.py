"""Events and other messages as JSON Schemas, and an AsyncAPI document, for whoever does not import this package. Generated."""

from schemas.exports.asyncapi import asyncapi
from schemas.exports.changes import breaking_changes
from schemas.exports.json_schemas import event_schemas
from schemas.exports.messages import message_schemas
from schemas.exports.writing import export

__all__ = ["asyncapi", "breaking_changes", "event_schemas", "export", "message_schemas"]
