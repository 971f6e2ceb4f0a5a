"""What readers of requests and CVs share: text with its layout, dates, numbers, findings."""
