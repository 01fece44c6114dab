"""Mail in the admin: what leaves the site, and whether it can."""
