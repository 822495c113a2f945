"""One record of each kind, as the reference shows it."""

from __future__ import annotations

from typing import Any

CALL: dict[str, Any] = {
    "id": "CAL019c46b9fc277a7881e3728fea20869b",
    "answered": False,
    "customer_name": "John Doe",
    "customer_phone_number": "+18885550100",
    "direction": "inbound",
    "duration": 36,
    "recording": "https://api.callrail.com/v3/a/1/recording",
    "recording_duration": "36",
    "start_time": "2026-02-10T00:45:19.781-08:00",
    "tracking_phone_number": "+18015550101",
    "voicemail": True,
    "lead_status": "good_lead",
    "tags": [{"id": 1, "name": "Lead"}],
    "note": "x",
    "value": "600.00",
    "first_call": "true",
}
CONNECTION: dict[str, Any] = {
    "connection_id": "75364cb9-7116-4367-a707-1113d426f17d",
    "status": "Active",
    "app": "callrail",
    "metadata": {},
    "creation_time": "2026-02-10T09:55:17.574212Z",
    "last_updated_time": "2026-02-10T09:55:34.693801Z",
    "url": "https://connect.maton.ai/?session_token=x",
    "method": "OAUTH2",
}
ACCOUNT: dict[str, Any] = {
    "id": "ACC1",
    "name": "My Account",
    "numeric_id": 518664017,
    "inbound_recording_enabled": False,
    "outbound_recording_enabled": False,
    "hipaa_account": False,
    "created_at": "2026-02-10 03:43:50 -0500",
}
COMPANY: dict[str, Any] = {
    "id": "COM1",
    "name": "My Company",
    "status": "active",
    "time_zone": "America/Los_Angeles",
    "created_at": "2026-02-10T08:43:51.280Z",
    "callscore_enabled": False,
    "lead_scoring_enabled": True,
    "callscribe_enabled": True,
}
TRACKER: dict[str, Any] = {
    "id": "TRK1",
    "name": "Google My Business",
    "type": "source",
    "status": "active",
    "destination_number": "+18015550102",
    "tracking_numbers": ["+18015550101"],
    "sms_supported": True,
    "sms_enabled": True,
    "company": {"id": "COM1", "name": "My Company"},
    "source": {"type": "google_my_business"},
    "call_flow": {"type": "basic"},
}
TAG: dict[str, Any] = {
    "id": 7886733,
    "name": "Schedule requested",
    "tag_level": "account",
    "color": "orange3",
    "background_color": "gray1",
    "company_id": None,
    "status": "enabled",
}
USER: dict[str, Any] = {
    "id": "USR1",
    "email": "user@example.com",
    "first_name": "John",
    "last_name": "Doe",
    "name": "John Doe",
    "role": "admin",
    "accepted": True,
    "created_at": "2026-02-10T03:43:50.798-05:00",
    "companies": [{"id": "COM1", "name": "My Company"}],
}
INTEGRATION: dict[str, Any] = {"id": 5, "type": "Webhooks", "state": "active", "config": {"api_key": "secret"}}
FILTER: dict[str, Any] = {
    "id": 5,
    "company_id": "COM1",
    "integration_id": None,
    "tracker_ids": ["TRK1"],
    "call_type": "vm",
    "min_duration": 5,
    "max_duration": None,
    "lead_status": 1,
}
NOTIFICATION: dict[str, Any] = {
    "id": 9,
    "user_id": "USR1",
    "alert_type": "all",
    "call_enabled": True,
    "sms_enabled": False,
    "send_email": True,
    "company_id": None,
    "name": "Mine",
}
FIGURES: dict[str, Any] = {
    "start_date": "2026-02-03T00:00:00-0800",
    "end_date": "2026-02-10T23:59:59-0800",
    "time_zone": "Pacific Time (US & Canada)",
    "total_results": {"total_calls": 42},
    "grouped_results": [{"key": None, "total_calls": 2, "leads": "1"}],
}
