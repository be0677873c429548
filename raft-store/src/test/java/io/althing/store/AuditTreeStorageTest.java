package io.althing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.althing.audit.Hash;
import io.althing.audit.MerkleTree;
import io.althing.codec.Codecs;
import io.althing.registry.Command;
import io.althing.registry.NodeId;
import io.althing.registry.Proposal;
import io.althing.registry.Registry;
import io.althing.registry.Town;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AuditTreeStorageTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final KeyValue values = new MemoryKeyValue();
    private final Codecs codecs = Codecs.create();
    private Applier applier = open();

    private Applier open() {
        return new Applier(values, new Registry((key, statement, signature) -> true), codecs);
    }

    private Receipt apply(String requestId, Command command) {
        var proposal = new Proposal(requestId, Town.ADMIN, new NodeId("node-ap-south"), Optional.empty(), command);
        var record = new LogRecord(applier.appliedIndex() + 1, NOON, codecs.proposals().encode(proposal));
        return applier.apply(List.of(record)).getFirst().orElseThrow();
    }

    private void fill(int entries) {
        if (applier.auditSize() == 0) {
            var form = new Proposal("form", Town.node(Town.AP), new NodeId("node-ap-south"), Optional.empty(),
                    new Command.FormCluster(Town.genesis()));
            applier.apply(List.of(new LogRecord(1, NOON, codecs.proposals().encode(form))));
            apply("model", new Command.CreateModel(Town.DIGITS, "", "olga"));
        }
        while (applier.auditSize() < entries) {
            String name = "tag-" + applier.auditSize();
            apply(name, new Command.SetTag(Town.DIGITS, name, "x"));
        }
    }

    @Test
    void every_complete_subtree_has_the_hash_of_its_entries_whether_its_tile_is_complete_or_not() {
        fill(600);
        var audit = new StoredAudit(() -> applier);
        List<Hash> leaves = audit.entries(0, 600).stream().map(MerkleTree::leafHash).toList();
        assertThat(leaves).hasSize(600);
        for (int level = 0; level <= 9; level++) {
            for (int index = 0; (index + 1) << level <= 600; index++) {
                Hash expected = MerkleTree.rootOf(leaves.subList(index << level, (index + 1) << level));
                assertThat(audit.hash(level, index)).as("level %s, index %s", level, index).isEqualTo(expected);
            }
        }
        assertThatThrownBy(() -> audit.hash(3, 75)).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> audit.hash(9, 1)).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void a_reopened_state_goes_on_with_the_tile_it_was_in() {
        fill(300);
        applier = open();
        fill(520);
        var audit = new StoredAudit(() -> applier);
        List<Hash> leaves = new ArrayList<>();
        audit.entries(0, 520).forEach(entry -> leaves.add(MerkleTree.leafHash(entry)));
        assertThat(audit.head().root()).isEqualTo(MerkleTree.rootOf(leaves));
        assertThat(audit.hash(7, 3)).isEqualTo(MerkleTree.rootOf(leaves.subList(384, 512)));
    }

    @Test
    void a_reopened_state_knows_the_requests_it_remembered() {
        fill(10);
        applier = open();
        long entries = applier.auditSize();
        Receipt again = apply("tag-5", new Command.SetTag(Town.DIGITS, "tag-5", "x"));
        assertThat(again.repeated()).isTrue();
        assertThat(again.auditIndex()).contains(5L);
        assertThat(applier.auditSize()).isEqualTo(entries);
    }

    @Test
    void a_state_of_another_format_is_refused_with_what_to_do_about_it() {
        fill(3);
        values.write(new WriteSet().put(KeyLayout.FORMAT, ByteBuffer.allocate(Integer.BYTES).putInt(1).array()));
        assertThatThrownBy(this::open).isInstanceOf(KeyValueFault.OtherFormat.class).hasMessageContaining("format 1")
                .hasMessageContaining("the version of Althing that wrote it").hasMessageContaining("as a learner");
    }
}
