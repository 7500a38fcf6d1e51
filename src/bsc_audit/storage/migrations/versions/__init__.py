"""The revisions. Each says what it needs of types itself: the tables as they are now are none of its business."""
