package io.althing.store;

import static io.althing.registry.Town.CONTROLLER;
import static io.althing.registry.Town.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.althing.audit.CompactRange;
import io.althing.audit.MerkleTree;
import io.althing.audit.TreeHead;
import io.althing.audit.TreeReader;
import io.althing.codec.Codecs;
import io.althing.registry.Actor;
import io.althing.registry.Command;
import io.althing.registry.Event;
import io.althing.registry.ModelName;
import io.althing.registry.NodeId;
import io.althing.registry.Outcome;
import io.althing.registry.Proposal;
import io.althing.registry.Rejection;
import io.althing.registry.Table;
import io.althing.registry.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** What every {@link RegistryStore} promises, whatever is under it. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
public abstract class RegistryStoreContract {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ModelName DIGITS = new ModelName("digits");

    private final Codecs codecs = Codecs.create();

    /** A store in which the cluster is formed; the same one throughout a test. */
    protected abstract RegistryStore store();

    @Test
    void what_was_acknowledged_is_read() throws Exception {
        Receipt created = propose("create", new Command.CreateModel(DIGITS, "", "olga"));
        assertThat(created.outcome()).isInstanceOf(Outcome.Accepted.class);
        assertThat(created.auditIndex()).isPresent();
        propose("tag", new Command.SetTag(DIGITS, "team", "one"));
        assertThat(tag("team")).contains("one");
    }

    @Test
    void a_repeated_request_is_answered_with_the_first_result_and_changes_nothing() throws Exception {
        propose("create", new Command.CreateModel(DIGITS, "", "olga"));
        Receipt first = propose("once", new Command.SetTag(DIGITS, "n", "1"));
        propose("other", new Command.SetTag(DIGITS, "n", "2"));
        long entries = store().audit().size();
        Receipt again = propose("once", new Command.SetTag(DIGITS, "n", "1"));
        assertThat(again.repeated()).isTrue();
        assertThat(again.index()).isEqualTo(first.index());
        assertThat(again.auditIndex()).isEqualTo(first.auditIndex());
        assertThat(again.outcome()).isEqualTo(first.outcome());
        assertThat(tag("n")).contains("2");
        assertThat(store().audit().size()).isEqualTo(entries);
    }

    @Test
    void a_repeated_refusal_is_the_same_refusal() throws Exception {
        Receipt refused = propose("early", new Command.SetTag(DIGITS, "n", "1"));
        assertThat(refused.outcome()).isInstanceOf(Outcome.Rejected.class);
        propose("create", new Command.CreateModel(DIGITS, "", "olga"));
        Receipt again = propose("early", new Command.SetTag(DIGITS, "n", "1"));
        assertThat(again.repeated()).isTrue();
        assertThat(again.outcome()).isEqualTo(refused.outcome());
    }

    @Test
    void a_request_id_used_for_something_else_is_refused() throws Exception {
        propose("create", new Command.CreateModel(DIGITS, "", "olga"));
        propose("id", new Command.SetTag(DIGITS, "n", "1"));
        Receipt reused = propose("id", new Command.SetTag(DIGITS, "n", "2"));
        assertThat(reused.outcome()).isInstanceOfSatisfying(Outcome.Rejected.class,
                r -> assertThat(r.rejection()).isInstanceOf(Rejection.RequestIdReused.class));
        assertThat(tag("n")).contains("1");
    }

    @Test
    void each_act_is_one_audit_entry_and_refusals_and_housekeeping_are_none() throws Exception {
        long before = store().audit().size();
        propose("create", new Command.CreateModel(DIGITS, "", "olga"));
        propose("bad", new Command.SetTag(new ModelName("nobody"), "n", "1"));
        proposeAs(CONTROLLER, "tick", new Command.Tick(100));
        propose("tag", new Command.SetTag(DIGITS, "n", "1"));
        assertThat(store().audit().size()).isEqualTo(before + 2);
        byte[] entry = store().audit().entries(before + 1, 1).get(0);
        assertThat(codecs.entries().events(entry)).containsExactly(new Event.TagSet(DIGITS, "n", "1"));
        assertThat(new String(entry, StandardCharsets.UTF_8)).startsWith("{\"action\":\"set-tag\",\"actor\":");
    }

    @Test
    void the_audit_tree_is_the_tree_over_the_entries() throws Exception {
        propose("create", new Command.CreateModel(DIGITS, "", "olga"));
        for (int i = 0; i < 300; i++) {
            propose("tag-" + i, new Command.SetTag(DIGITS, "n", "" + i));
        }
        AuditReader audit = store().audit();
        TreeHead head = audit.head();
        List<byte[]> entries = audit.entries(0, Integer.MAX_VALUE);
        assertThat(entries).hasSize((int) head.size());
        CompactRange range = CompactRange.EMPTY;
        for (byte[] entry : entries) {
            range = range.append(MerkleTree.leafHash(entry)).range();
        }
        assertThat(range.root()).isEqualTo(head.root());
        assertThat(new TreeReader(audit).head(head.size())).isEqualTo(head);
    }

    @Test
    void listeners_hear_of_every_growth_of_the_log() throws Exception {
        var sizes = new LinkedBlockingQueue<Long>();
        RegistryStore.Registration heard = store().onApplied(notice -> sizes.add(notice.auditSize()));
        try {
            long before = store().audit().size();
            propose("create", new Command.CreateModel(DIGITS, "", "olga"));
            long size = 0;
            while (size <= before) {
                size = Objects.requireNonNull(sizes.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS), "nothing heard");
            }
            assertThat(size).isEqualTo(before + 1);
        } finally {
            heard.close();
        }
    }

    @Test
    void a_read_after_an_index_sees_it_or_says_that_it_is_too_far_behind() throws Exception {
        Receipt created = propose("create", new Command.CreateModel(DIGITS, "", "olga"));
        Read<Boolean> read = store().read(new Consistency.AtLeast(created.index(), PATIENCE),
                state -> state.get(Table.MODELS, "digits").isPresent()).get(20, TimeUnit.SECONDS);
        assertThat(read.value()).isTrue();
        assertThat(read.index()).isGreaterThanOrEqualTo(created.index());
        var future = store().read(new Consistency.AtLeast(created.index() + 1_000_000, Duration.ofMillis(50)), s -> 1);
        assertThatThrownBy(() -> future.get(20, TimeUnit.SECONDS)).cause().isInstanceOfSatisfying(StoreFailure.class,
                f -> assertThat(f.reason()).isEqualTo(StoreFailure.Reason.TOO_FAR_BEHIND));
    }

    @Test
    void only_the_present_leader_acts_in_its_term() {
        var proposal = new Proposal("t", OPERATOR, new NodeId("n"), Optional.empty(),
                new Command.CreateModel(DIGITS, "", "olga"));
        long wrong = store().status().term() + 7;
        assertThatThrownBy(() -> store().proposeInTerm(proposal, wrong).get(20, TimeUnit.SECONDS)).cause()
                .isInstanceOfSatisfying(StoreFailure.class,
                        f -> assertThat(f.reason()).isEqualTo(StoreFailure.Reason.NOT_LEADER));
    }

    /** Proposes as an operator. */
    protected final Receipt propose(String id, Command command) throws Exception {
        return proposeAs(OPERATOR, id, command);
    }

    /** Proposes as anybody, and waits until this replica has applied it. */
    protected final Receipt proposeAs(Actor actor, String id, Command command) throws Exception {
        var proposal = new Proposal(id, actor, new NodeId("node-a"), Optional.empty(), command);
        Receipt receipt = store().propose(proposal, PATIENCE).get(20, TimeUnit.SECONDS);
        store().read(new Consistency.AtLeast(receipt.index(), PATIENCE), state -> true).get(20, TimeUnit.SECONDS);
        return receipt;
    }

    private Optional<String> tag(String key) throws Exception {
        return store()
                .read(new Consistency.Linearizable(PATIENCE), s -> s.get(Table.TAGS, "digits/" + key).map(Tag::value))
                .get(20, TimeUnit.SECONDS).value();
    }
}
