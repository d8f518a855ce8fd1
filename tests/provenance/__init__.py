"""Where values come from: blame and log beside plain git and the second model, on histories made up for it."""
