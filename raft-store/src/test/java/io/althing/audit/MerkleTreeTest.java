package io.althing.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MerkleTreeTest {
    private static final MemoryTree SMALL = MemoryTree.of(8, i -> Vectors.smallEntries().get((int) i));
    private static final MemoryTree LARGE = MemoryTree.large(70_000);

    @Test
    void leaves_and_inner_nodes_hash_as_published() {
        JsonNode small = Vectors.ALL.get("merkle_small");
        assertThat(Vectors.smallEntries().stream().map(MerkleTree::leafHash))
                .isEqualTo(Vectors.hashes(small.get("leaf_hashes")));
        assertThat(IntStream.range(0, 4).mapToObj(i -> SMALL.hash(1, i)))
                .isEqualTo(Vectors.hashes(small.get("level1")));
        assertThat(IntStream.range(0, 2).mapToObj(i -> SMALL.hash(2, i)))
                .isEqualTo(Vectors.hashes(small.get("level2")));
    }

    @Test
    void roots_of_every_published_size_come_out() {
        List<Hash> small = Vectors.hashes(Vectors.ALL.at("/merkle_small/roots_by_size"));
        for (int size = 0; size <= 8; size++) {
            assertThat(SMALL.reader().head(size)).isEqualTo(new TreeHead(size, small.get(size)));
        }
        Vectors.ALL.at("/merkle_large/roots").properties().forEach(root -> assertThat(
                LARGE.reader().head(Long.parseLong(root.getKey())).root().hex()).isEqualTo(root.getValue().asText()));
    }

    @Test
    void base64_of_roots_is_the_published_one() {
        Vectors.ALL.at("/merkle_large/roots_base64").properties().forEach(root -> {
            Hash hash = Hash.fromBase64(root.getValue().asText());
            assertThat(hash).isEqualTo(LARGE.reader().head(Long.parseLong(root.getKey())).root());
            assertThat(hash.base64()).isEqualTo(root.getValue().asText());
        });
    }

    @Test
    void inclusion_proofs_are_the_published_ones_and_verify() {
        for (JsonNode proof : Vectors.ALL.at("/merkle_small/inclusion")) {
            inclusion(SMALL, proof, Vectors.head(proof, "size", "root"));
        }
        for (JsonNode proof : Vectors.ALL.at("/merkle_large/inclusion")) {
            inclusion(LARGE, proof, Vectors.largeHead(proof.get("size").asLong()));
        }
    }

    private static void inclusion(MemoryTree tree, JsonNode vector, TreeHead head) {
        List<Hash> proof = Vectors.hashes(vector.get("proof"));
        long index = vector.get("index").asLong();
        Hash leaf = Vectors.hash(vector, "leaf_hash");
        assertThat(MerkleTree.leafHash(tree.entry(index))).isEqualTo(leaf);
        assertThat(tree.reader().inclusion(index, head.size())).isEqualTo(proof);
        assertThat(MerkleTree.verifyInclusion(leaf, index, proof, head)).isEqualTo(ProofCheck.valid());
    }

    @Test
    void consistency_proofs_are_the_published_ones_and_verify() {
        for (JsonNode proof : Vectors.ALL.at("/merkle_small/consistency")) {
            consistency(SMALL, proof, Vectors.head(proof, "old_size", "old_root"),
                    Vectors.head(proof, "new_size", "new_root"));
        }
        for (JsonNode proof : Vectors.ALL.at("/merkle_large/consistency")) {
            consistency(LARGE, proof, LARGE.reader().head(proof.get("old_size").asLong()),
                    LARGE.reader().head(proof.get("new_size").asLong()));
        }
    }

    private static void consistency(MemoryTree tree, JsonNode vector, TreeHead older, TreeHead newer) {
        List<Hash> proof = Vectors.hashes(vector.get("proof"));
        assertThat(tree.reader().consistency(older.size(), newer.size())).isEqualTo(proof);
        assertThat(MerkleTree.verifyConsistency(older, newer, proof)).isEqualTo(ProofCheck.valid());
    }

    @Test
    void false_inclusion_proofs_are_refused_for_the_right_reason() {
        List<String> reasons = List.of("leads to root", "fewer hashes", "more hashes", "leads to root",
                "leads to root", "outside a tree", "leads to root", "leads to root", "fewer hashes");
        JsonNode cases = Vectors.ALL.at("/must_reject/inclusion");
        assertThat(cases).hasSameSizeAs(reasons);
        for (int i = 0; i < reasons.size(); i++) {
            JsonNode bad = cases.get(i);
            ProofCheck check = MerkleTree.verifyInclusion(Vectors.hash(bad, "leaf_hash"), bad.get("index").asLong(),
                    Vectors.hashes(bad.get("proof")), Vectors.head(bad, "size", "root"));
            assertThat(reason(check)).as(bad.get("why").asText()).contains(reasons.get(i));
        }
    }

    @Test
    void false_consistency_proofs_are_refused_for_the_right_reason() {
        List<String> reasons = List.of("leads to old root", "fewer hashes", "more hashes", "proof is empty",
                "leads to old root", "leads to new root", "above new size", "forked", "must be empty",
                "must be empty");
        JsonNode cases = Vectors.ALL.at("/must_reject/consistency");
        assertThat(cases).hasSameSizeAs(reasons);
        for (int i = 0; i < reasons.size(); i++) {
            JsonNode bad = cases.get(i);
            ProofCheck check = MerkleTree.verifyConsistency(Vectors.head(bad, "old_size", "old_root"),
                    Vectors.head(bad, "new_size", "new_root"), Vectors.hashes(bad.get("proof")));
            assertThat(reason(check)).as(bad.get("why").asText()).contains(reasons.get(i));
        }
    }

    private static String reason(ProofCheck check) {
        return switch (check) {
            case ProofCheck.Valid valid -> "valid";
            case ProofCheck.Invalid invalid -> invalid.reason();
        };
    }

    @Test
    void a_root_alone_does_not_fix_the_size() {
        JsonNode lesson = Vectors.ALL.get("root_does_not_commit_size");
        assertThat(MerkleTree.verifyInclusion(Vectors.hash(lesson, "leaf_hash"), lesson.get("index").asLong(),
                Vectors.hashes(lesson.get("proof")), Vectors.head(lesson, "size", "root")).holds()).isTrue();
    }

    @Test
    void a_fork_is_consistent_with_itself_only() {
        JsonNode fork = Vectors.ALL.get("fork");
        MemoryTree forked = MemoryTree.of(1000, i -> i == 600
                ? "forked entry 600".getBytes(
                        StandardCharsets.UTF_8)
                : Vectors.largeEntry(i));
        TreeHead honest700 = new TreeHead(700, Vectors.hash(fork, "root_700_honest"));
        TreeHead forked700 = new TreeHead(700, Vectors.hash(fork, "root_700_forked"));
        TreeHead honest1000 = new TreeHead(1000, Vectors.hash(fork, "root_1000_honest"));
        TreeHead forked1000 = new TreeHead(1000, Vectors.hash(fork, "root_1000_forked"));
        assertThat(LARGE.reader().head(700)).isEqualTo(honest700);
        assertThat(forked.reader().head(700)).isEqualTo(forked700);
        assertThat(forked.reader().head(1000)).isEqualTo(forked1000);
        for (String proofName : List.of("consistency_700_1000_in_honest", "consistency_700_1000_in_forked")) {
            List<Hash> proof = Vectors.hashes(fork.get(proofName));
            boolean ofHonest = proofName.endsWith("honest");
            assertThat(MerkleTree.verifyConsistency(honest700, honest1000, proof).holds()).isEqualTo(ofHonest);
            assertThat(MerkleTree.verifyConsistency(forked700, forked1000, proof).holds()).isEqualTo(!ofHonest);
            assertThat(MerkleTree.verifyConsistency(honest700, forked1000, proof).holds()).isFalse();
            assertThat(MerkleTree.verifyConsistency(forked700, honest1000, proof).holds()).isFalse();
        }
        TreeHead both600 = new TreeHead(600, Vectors.hash(fork, "root_600_both"));
        assertThat(MerkleTree.verifyConsistency(both600, forked1000, forked.reader().consistency(600, 1000)).holds())
                .isTrue();
        assertThat(MerkleTree.verifyConsistency(both600, honest1000, LARGE.reader().consistency(600, 1000)).holds())
                .isTrue();
    }
}
