"""Each promise of the page on security is kept by tests that are named here."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from tests.house.sources import ROOT

PROMISES: Mapping[str, tuple[str, ...]] = {
    "Nothing that is read is run.": (
        "tests/integrity/test_traps.py::test_no_program_of_a_repository_is_run_and_every_command_answers_as_without",
        "tests/integrity/test_attributes.py::test_a_filter_is_warned_of_and_does_not_run",
        "tests/remote/test_odd_entries.py::test_an_entry_that_was_changed_is_said_to_be_damaged",
        "tests/hostile/test_hostile.py::test_a_file_has_the_level_and_line_of_the_table_and_no_error_elsewhere",
    ),
    "A repository does not say how it is reached.": (
        "tests/remote/test_partial_clones.py::test_of_the_configuration_of_the_clone_the_address_alone_counts",
        "tests/remote/test_partial_clones.py::test_an_address_that_nothing_is_read_from_is_not_fetched_from",
        "tests/remote/test_ways_to_fail.py::test_the_repository_of_the_current_directory_does_not_say_how_another_is_reached",
    ),
    "A change does not judge itself.": (
        "tests/e2e/test_self_loosening.py::test_beside_a_card_that_does_not_resolve_every_gate_is_red",
        "tests/e2e/test_self_loosening.py::test_beside_a_card_with_another_finding_every_gate_asks_for_review",
        "tests/hooks/test_self_loosening.py::test_what_is_staged_counts_and_not_the_settings_of_the_checkout",
    ),
    "A pinned answer stays the same.": (
        "tests/integrity/test_bit_flips.py::test_a_flipped_bit_at_any_offset_of_a_pack_gives_no_wrong_answer",
        "tests/integrity/test_modes.py::test_files_and_folders_of_any_mode_are_the_same_however_they_are_read",
        "tests/integrity/test_nested_repositories.py::test_all_ways_to_read_pass_over_a_repository_inside_and_report_it",
        "tests/integrity/test_nested_repositories.py::test_every_gate_reports_a_repository_that_a_change_brings",
        "tests/integrity/test_attributes.py::test_every_gate_is_red_and_diff_shows_it",
        "tests/unit/git/test_database.py::test_replaced_objects_and_grafts_do_not_count",
        "tests/unit/git/test_repo.py::test_a_branch_called_like_a_full_id_does_not_stand_for_it",
        "tests/remote/test_remote_reads.py::test_a_full_id_is_never_looked_up_again",
    ),
    "An asset is what its card says.": (
        "tests/assets/test_fetch.py::test_other_bytes_are_refused_and_both_digests_are_shown",
        "tests/assets/test_fetch.py::test_a_catalog_from_elsewhere_cannot_point_at_files_of_this_machine",
        "tests/assets/test_hub.py::test_a_flipped_byte_is_refused_and_gone_when_the_hub_sends_the_right_one",
        "tests/assets/test_hub.py::test_a_byte_that_was_flipped_in_the_cache_of_the_client_is_refused_also_offline",
        "tests/assets/test_web.py::test_other_bytes_never_get_the_name_of_the_asset",
        "tests/assets/test_cached.py::test_what_is_damaged_is_refused_offline_and_fetched_again",
        "tests/assets/test_web.py::test_a_catalog_from_elsewhere_cannot_have_this_machine_asked",
    ),
    "A value is not put down to somebody in silence.": (
        "tests/provenance/test_passed_over.py::test_the_mark_names_the_commit_that_wrote_the_line_in_text_and_json",
        "tests/provenance/test_cut_lists.py::test_what_is_before_a_cut_is_not_known_though_it_is_there",
        "tests/provenance/test_cut_lists.py::test_what_git_would_not_have_written_is_refused_in_a_sentence",
    ),
    "Work is bounded.": (
        "tests/campaigns/test_bombs.py::test_what_is_wrong_again_and_again_costs_no_more_than_it_is",
        "tests/campaigns/test_bombs.py::test_two_stores_cost_no_more_than_both",
        "tests/hostile/test_toml_bombs.py::test_no_verb_chokes_on_a_bomb",
        "tests/remote/test_hostile_servers.py::test_a_hostile_daemon_ends_a_read_with_a_sentence_and_leaves_nothing",
        "tests/remote/test_hostile_servers.py::test_each_part_of_an_answer_ends_a_read_when_it_has_no_end",
        "tests/cli/test_whose_catalog.py::test_a_search_without_end_ends_and_says_how_far_it_went",
        "tests/house/test_bounds.py::test_the_page_on_security_has_the_limits_of_the_code",
    ),
    "Files are written where they belong.": (
        "tests/cli/test_writing.py::test_nothing_is_written_elsewhere",
        "tests/cli/test_writing.py::test_nothing_is_written_into_a_git_directory_of_another_name",
        "tests/cli/test_writing.py::test_a_summary_is_not_added_to_a_file_of_the_catalog",
        "tests/unit/trees/test_writing.py::test_links_are_not_written_through",
        "tests/unit/trees/test_writing.py::test_only_its_own_kind_is_written_over",
        "tests/unit/trees/test_writing.py::test_what_a_killed_process_has_left_is_gone_after_the_next_one",
        "tests/house/test_writers.py::test_files_are_changed_by_the_modules_named_here_and_by_no_other",
    ),
    "Assets are brought whole, and nowhere else.": (
        "tests/assets/http/test_downloads.py::test_other_bytes_than_those_of_the_digest_are_refused_and_not_kept",
        "tests/assets/http/test_resuming.py::test_the_part_of_a_process_that_was_killed_is_adopted",
        "tests/assets/http/test_redirects.py::test_a_public_host_does_not_lead_to_a_private_one",
        "tests/assets/archives/test_unpacking.py::test_an_archive_made_to_do_harm_is_refused",
        "tests/assets/test_web.py::test_an_archive_that_leaves_its_folder_is_refused",
        "tests/assets/test_web.py::test_a_file_is_fetched_once_checked_and_has_no_name_of_the_server",
    ),
    "Passwords stay where they belong.": (
        "tests/remote/test_secrets.py::test_no_process_shows_a_password_and_no_file_or_document_holds_it",
        "tests/remote/test_secrets.py::test_a_password_is_not_sent_on_to_another_host",
        "tests/remote/test_secrets.py::test_a_mistyped_address_is_refused_and_shows_no_password",
        "tests/remote/test_secrets.py::test_an_address_in_place_of_a_name_is_repeated_without_its_password",
        "tests/unit/rules/test_content.py::test_a_secret_in_what_another_rule_quotes_is_not_shown",
    ),
    "Output is data.": (
        "tests/cli/test_runners.py::test_nothing_that_a_verb_prints_is_a_command_of_somebody_else",
        "tests/cli/test_markdown.py::test_what_cards_say_is_no_markup_in_a_page",
        "tests/cli/test_validate_formats.py::test_what_cards_say_is_no_link_and_no_placeholder_in_a_log",
        "tests/cli/test_completion_at_shells.py::test_names_are_completed_and_those_that_a_shell_would_run_are_not",
    ),
    "Other users are kept out.": (
        "tests/cli/test_whose_catalog.py::test_outside_of_git_a_catalog_of_another_user_does_not_answer",
        "tests/remote/test_planted_links.py::test_a_link_by_a_name_that_is_ours_is_refused",
        "tests/remote/test_planted_links.py::test_what_a_link_leads_to_is_neither_listed_nor_removed",
        "tests/remote/test_notes.py::test_a_damaged_note_is_said_to_be_damaged_and_verifying_removes_it",
    ),
}
"""From each promise to the tests that would fail were it broken."""


def test_every_promise_of_the_page_has_its_tests() -> None:
    page = (ROOT / "docs" / "security.md").read_text("utf-8")
    promised = page.partition("## What is promised")[2].partition("\n## ")[0]
    assert re.findall(r"^\*\*(.+?)\*\*", promised, re.MULTILINE) == list(PROMISES)


@pytest.mark.parametrize("test", [test for tests in PROMISES.values() for test in tests])
def test_the_tests_of_a_promise_are_there(test: str) -> None:
    path, _, name = test.partition("::")
    assert f"\ndef {name}(" in (ROOT / path).read_text("utf-8")
