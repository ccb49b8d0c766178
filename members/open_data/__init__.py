"""What anybody may have of the directory, as Open Referral says it. Knows no database."""
