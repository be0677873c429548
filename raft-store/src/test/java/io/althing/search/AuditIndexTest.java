package io.althing.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.audit.EntryField;
import io.althing.audit.EntryFilter;
import io.althing.audit.EntryRecord;
import io.althing.audit.RolloutSubjects;
import io.althing.search.AuditSearch.Order;
import io.althing.search.AuditSearch.Page;
import io.althing.search.AuditSearch.Query;
import io.althing.store.MemoryKeyValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AuditIndexTest {
    /** One complete group, three more bundles and a part of one. */
    private static final ListedAudit LONG = ListedAudit.of(65_536 + 3 * 256 + 44);
    private static final List<EntryRecord> RECORDS = records(LONG);
    private static final AuditIndex INDEX = index(LONG, new MemoryKeyValue());

    private static AuditIndex index(ListedAudit audit, MemoryKeyValue values) {
        var index = new AuditIndex(audit, RolloutSubjects.NONE, values, System::nanoTime);
        index.catchUp();
        return index;
    }

    private static List<Long> found(AuditSearch search, EntryFilter filter, Order order, int limit) {
        List<Long> all = new ArrayList<>();
        Optional<Long> start = Optional.empty();
        int pages = 0;
        do {
            Page page = search.find(new Query(filter, order, start, limit));
            assertThat(page.entries().size()).isLessThanOrEqualTo(limit);
            page.entries().stream().map(EntryRecord::index).forEach(all::add);
            start = page.next();
            pages++;
            assertThat(pages).as("pages").isLessThan(2000);
        } while (start.isPresent());
        return all;
    }

    private static List<EntryRecord> records(ListedAudit audit) {
        return LongStream.range(0, audit.size()).mapToObj(i -> EntryRecord.of(i, audit.entries(i, 1).getFirst()))
                .toList();
    }

    private static List<Long> expected(List<EntryRecord> records, EntryFilter filter, Order order) {
        List<Long> all = new ArrayList<>(records.stream().filter(filter).map(EntryRecord::index).toList());
        if (order == Order.NEWEST_FIRST) {
            Collections.reverse(all);
        }
        return all;
    }

    private static EntryFilter with(EntryField field, String value) {
        return EntryFilter.ALL.with(field, value);
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void every_field_finds_exactly_the_entries_that_a_reading_of_the_whole_log_finds(Order order) {
        Instant noon = ListedAudit.BEGIN.plusSeconds(3000);
        for (EntryFilter filter : List.of(with(EntryField.MODEL, "model-3").with(EntryField.REGION, "moon-65"),
                with(EntryField.VERSION, "v655"), with(EntryField.REGION, "moon-66"),
                with(EntryField.ACTOR, "person-10").with(EntryField.VERSION, "v653"),
                with(EntryField.ACTION, "rollback-model").with(EntryField.REGION, "moon-3"),
                with(EntryField.ROLLOUT, "rollout-1310"), with(EntryField.REQUEST_ID, "request-12345"),
                with(EntryField.REQUEST_ID, "request-66347"), with(EntryField.MODEL, "nobody's"),
                with(EntryField.REGION, "eu-west").between(Optional.of(noon), Optional.of(noon.plusSeconds(40))),
                EntryFilter.ALL.between(Optional.empty(), Optional.of(ListedAudit.BEGIN.plusSeconds(7))),
                EntryFilter.ALL.between(Optional.of(Instant.MAX), Optional.empty()),
                EntryFilter.ALL.between(Optional.of(Instant.MIN), Optional.of(Instant.MIN)))) {
            assertThat(found(INDEX, filter, order, 100)).as(filter.description())
                    .isEqualTo(expected(RECORDS, filter, order));
        }
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void pages_of_any_size_join_without_gap_or_repetition(Order order) {
        EntryFilter filter = with(EntryField.ACTION, "rollback-model").with(EntryField.REGION, "moon-65");
        List<Long> all = expected(RECORDS, filter, order);
        assertThat(all).hasSize(200);
        for (int limit : new int[]{1, 7, 100, 1000}) {
            assertThat(found(INDEX, filter, order, limit)).as("pages of " + limit).isEqualTo(all);
        }
    }

    @Test
    void a_page_stays_valid_while_the_log_grows() {
        ListedAudit audit = ListedAudit.of(600);
        AuditIndex index = index(audit, new MemoryKeyValue());
        EntryFilter filter = with(EntryField.MODEL, "model-1");
        Page first = index.find(new Query(filter, Order.NEWEST_FIRST, Optional.empty(), 10));
        LongStream.range(600, 900).forEach(audit::append);
        index.catchUp();
        Page second = index.find(new Query(filter, Order.NEWEST_FIRST, first.next(), 10));
        assertThat(second.entries().getFirst().index()).isEqualTo(first.entries().getLast().index() - 7);
    }

    @Test
    void what_is_not_in_the_index_yet_is_found_all_the_same() {
        ListedAudit audit = ListedAudit.of(3000);
        AuditIndex behind = new AuditIndex(audit, RolloutSubjects.NONE, new MemoryKeyValue(), System::nanoTime);
        assertThat(behind.indexed()).isZero();
        EntryFilter filter = with(EntryField.ROLLOUT, "rollout-59");
        assertThat(found(behind, filter, Order.OLDEST_FIRST, 7)).hasSize(50)
                .isEqualTo(expected(records(audit), filter, Order.OLDEST_FIRST));
    }

    @Test
    void an_index_goes_on_where_it_ended_and_starts_anew_on_another_log() {
        var values = new MemoryKeyValue();
        ListedAudit audit = ListedAudit.of(600);
        assertThat(index(audit, values).indexed()).isEqualTo(512);
        LongStream.range(600, 800).forEach(audit::append);
        assertThat(new AuditIndex(audit, RolloutSubjects.NONE, values, System::nanoTime).indexed()).isEqualTo(512);
        assertThat(new AuditIndex(ListedAudit.of(800, 1), RolloutSubjects.NONE, values, System::nanoTime).indexed())
                .isZero();
        assertThat(index(ListedAudit.of(100), values).indexed()).isZero();
    }

    @Test
    void it_follows_the_log_by_itself() throws InterruptedException {
        ListedAudit audit = ListedAudit.of(600);
        try (AuditIndex index = new AuditIndex(audit, RolloutSubjects.NONE, new MemoryKeyValue(), System::nanoTime)
                .start()) {
            long deadline = System.nanoTime() + 10_000_000_000L;
            while (index.indexed() < 512 && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertThat(index.indexed()).isEqualTo(512);
        }
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void what_a_rollout_is_about_finds_the_entries_that_name_only_the_rollout(Order order) {
        ListedAudit audit = ListedAudit.of(600);
        RolloutSubjects subjects = rollout -> Optional.of(new RolloutSubjects.Subject("model of " + rollout, "v9"));
        var index = new AuditIndex(audit, subjects, new MemoryKeyValue(), System::nanoTime);
        index.catchUp();
        for (int rollout : List.of(3, 11)) {
            assertThat(
                    found(index, with(EntryField.MODEL, "model of rollout-" + rollout).with(EntryField.VERSION, "v9"),
                            order, 20))
                    .hasSize(50)
                    .isEqualTo(expected(records(audit), with(EntryField.ROLLOUT, "rollout-" + rollout), order));
        }
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void a_ballot_s_rollout_finds_the_entries_that_name_only_the_ballot(Order order) {
        ListedAudit audit = ListedAudit.of(100);
        audit.settled("ballot-1");
        LongStream.range(101, 400).forEach(audit::append);
        audit.settled("ballot-1");
        var index = new AuditIndex(audit, new OneBallot(), new MemoryKeyValue(), System::nanoTime);
        index.catchUp();
        for (EntryFilter filter : List.of(with(EntryField.ROLLOUT, "rollout-of-it"), with(EntryField.MODEL, "its"))) {
            assertThat(found(index, filter, order, 20)).containsExactlyInAnyOrder(100L, 400L);
        }
    }

    private static final class OneBallot implements RolloutSubjects {
        @Override
        public Optional<Subject> of(String rollout) {
            return rollout.equals("rollout-of-it") ? Optional.of(new Subject("its", "v1")) : Optional.empty();
        }

        @Override
        public Optional<String> rolloutOf(String ballot) {
            return ballot.equals("ballot-1") ? Optional.of("rollout-of-it") : Optional.empty();
        }
    }
}
