package io.althing.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TreeGrowthTest {
    private static final MemoryTree TREE = MemoryTree.large(3000);

    @Property(tries = 200)
    @Label("the compact range grows like the stored tree, survives its bytes and reads nothing")
    void compact_range_follows_the_tree(@ForAll @IntRange(max = 2999) int size) {
        CompactRange edge = CompactRange.of(TREE, size);
        CompactRange.Growth growth = edge.append(MerkleTree.leafHash(Vectors.largeEntry(size)));
        assertThat(growth.range()).isEqualTo(CompactRange.of(TREE, size + 1L));
        assertThat(growth.nodes()).isEqualTo(TreeAppender.append(TREE, size, Vectors.largeEntry(size)));
        assertThat(growth.nodes()).allSatisfy(
                node -> assertThat(TREE.hash(node.level(), node.index())).isEqualTo(node.hash()));
        assertThat(edge.head()).isEqualTo(TREE.reader().head(size));
        assertThat(CompactRange.fromBytes(edge.toBytes())).isEqualTo(edge);
    }

    @Property(tries = 200)
    @Label("any two sizes of one log are consistent and any leaf is included, and no altered proof is")
    void proofs_hold(@ForAll @IntRange(min = 1, max = 3000) int newer, @ForAll @IntRange(max = 2999) int chosen) {
        int older = chosen % newer;
        TreeReader reader = TREE.reader();
        List<Hash> consistency = reader.consistency(older, newer);
        assertThat(MerkleTree.verifyConsistency(reader.head(older), reader.head(newer), consistency).holds()).isTrue();
        Hash leaf = TREE.hash(0, older);
        List<Hash> inclusion = reader.inclusion(older, newer);
        assertThat(MerkleTree.verifyInclusion(leaf, older, inclusion, reader.head(newer)).holds()).isTrue();
        for (int i = 0; i < inclusion.size(); i++) {
            List<Hash> altered = new ArrayList<>(inclusion);
            altered.set(i, leaf);
            assertThat(MerkleTree.verifyInclusion(leaf, older, altered, reader.head(newer)).holds())
                    .isEqualTo(inclusion.get(i).equals(leaf));
        }
    }

    @Property(tries = 1)
    @Label("two nodes are written per entry on average")
    void growth_is_constant() {
        MemoryTree tree = new MemoryTree();
        long nodes = 0;
        for (long i = 0; i < 4096; i++) {
            nodes += tree.append(Vectors.largeEntry(i)).size();
        }
        assertThat(nodes).isEqualTo(2 * 4096 - 1);
    }

    @Property(tries = 1)
    @Label("bytes that cannot be an edge are refused")
    void malformed_edges() {
        byte[] bytes = CompactRange.of(TREE, 7).toBytes();
        assertThatThrownBy(() -> CompactRange.fromBytes(Arrays.copyOf(bytes, bytes.length - 1)))
                .isInstanceOf(MalformedException.class).hasMessageContaining("8 + 32");
        assertThatThrownBy(() -> CompactRange.fromBytes(Arrays.copyOf(bytes, bytes.length - 32)))
                .isInstanceOf(MalformedException.class).hasMessageContaining("3 hashes, not 2");
    }
}
