"""Days as pages write them, for what a template reads from a row itself."""

from django import template

from assessments.views.moments import day

register = template.Library()
register.filter("day", day)
