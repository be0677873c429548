package io.althing.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CosignerTest {
    private static final Clock NEW_YEAR = Clock.fixed(Instant.ofEpochSecond(1_767_225_600), ZoneOffset.UTC);
    private static final NoteSigner EU = Keys.REGIONS.getFirst();
    private static final MemoryTree TREE = MemoryTree.large(1000);
    private static final MemoryTree FORK = MemoryTree.of(1000, i -> Vectors.largeEntry(i == 600 ? -1 : i));

    private final CosignStore store = new MemoryCosignStore();
    private final Cosigner witness = cosigner(store, Optional.empty());

    private static Cosigner cosigner(CosignStore store, Optional<OwnTree> own) {
        return new Cosigner(EU, Map.of(Keys.ORIGIN, List.of(Keys.LOG.key())), store, own, NEW_YEAR);
    }

    private static SignedNote note(MemoryTree tree, long size) {
        return SignedNote.of(new Checkpoint(Keys.ORIGIN, tree.reader().head(size)), Keys.LOG);
    }

    private static byte[] request(MemoryTree tree, long old, long size) {
        return AddCheckpoint.of(tree.reader(), old, note(tree, size)).bytes();
    }

    @Test
    void the_published_request_reads_writes_and_is_cosigned_as_published() throws IOException {
        byte[] published = Keys.note("witness_add_checkpoint_256_to_1000");
        assertThat(request(TREE, 256, 1000)).isEqualTo(published);
        assertThat(AddCheckpoint.parse(published).bytes()).isEqualTo(published);
        store.advance(Keys.ORIGIN, Optional.empty(), Vectors.largeHead(256));
        WitnessAnswer answer = witness.addCheckpoint(published);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(Keys.NOTES.at("/witnesses/0/line").asText());
        assertThat(store.latest(Keys.ORIGIN)).contains(Vectors.largeHead(1000));
        SignedNote cosigned = note(TREE, 1000);
        for (NoteSignature line : WitnessAnswer.cosignatures(answer.body())) {
            cosigned = cosigned.with(line);
        }
        assertThat(cosigned.check(EU.key())).isEqualTo(SignedNote.Check.GOOD);
    }

    @Test
    void a_log_grows_step_by_step_and_the_latest_size_can_be_cosigned_again() throws IOException {
        long old = 0;
        for (long size : new long[]{0, 1, 255, 256, 257, 1000, 1000}) {
            assertThat(witness.addCheckpoint(request(TREE, old, size)).status()).isEqualTo(200);
            old = size;
        }
    }

    @Test
    void a_stale_old_size_is_answered_with_the_latest() throws IOException {
        witness.addCheckpoint(request(TREE, 0, 256));
        WitnessAnswer answer = witness.addCheckpoint(request(TREE, 0, 1000));
        assertThat(answer).isEqualTo(new WitnessAnswer(409, "text/x.tlog.size", "256\n"));
        assertThat(witness.addCheckpoint(request(TREE, 100, 1000)).status()).isEqualTo(409);
    }

    @Test
    void forks_and_false_proofs_are_not_signed() throws IOException {
        witness.addCheckpoint(request(TREE, 0, 700));
        assertThat(witness.addCheckpoint(request(FORK, 700, 1000)).status()).isEqualTo(422);
        WitnessAnswer twoRoots = witness.addCheckpoint(request(FORK, 700, 700));
        assertThat(twoRoots.status()).isEqualTo(422);
        assertThat(twoRoots.body()).contains("the log has forked");
        byte[] noProof = new AddCheckpoint(700, List.of(), note(TREE, 1000)).bytes();
        assertThat(witness.addCheckpoint(noProof).status()).isEqualTo(422);
        assertThat(store.latest(Keys.ORIGIN)).contains(TREE.reader().head(700));
    }

    @Test
    void a_proof_from_nothing_must_be_empty_and_an_empty_tree_has_one_root() throws IOException {
        byte[] proof = new AddCheckpoint(0, List.of(MerkleTree.EMPTY_ROOT), note(TREE, 1000)).bytes();
        assertThat(witness.addCheckpoint(proof).status()).isEqualTo(422);
        SignedNote wrong = SignedNote.of(new Checkpoint(Keys.ORIGIN, new TreeHead(0, TREE.hash(0, 0))), Keys.LOG);
        assertThat(witness.addCheckpoint(new AddCheckpoint(0, List.of(), wrong).bytes()).status()).isEqualTo(422);
    }

    @Test
    void who_is_unknown_or_did_not_sign_is_refused() throws IOException {
        NoteSigner other = new NoteSigner("other.example", KeyType.ED25519, new byte[32]);
        SignedNote unknown = SignedNote.of(new Checkpoint("other.example", TreeHead.EMPTY), other);
        assertThat(witness.addCheckpoint(new AddCheckpoint(0, List.of(), unknown).bytes()).status()).isEqualTo(404);
        NoteSigner impostor = new NoteSigner(Keys.ORIGIN, KeyType.ED25519, new byte[32]);
        SignedNote unsigned = SignedNote.of(new Checkpoint(Keys.ORIGIN, TreeHead.EMPTY), impostor);
        assertThat(witness.addCheckpoint(new AddCheckpoint(0, List.of(), unsigned).bytes()).status()).isEqualTo(403);
        SignedNote changed = new SignedNote(note(TREE, 256).text(), note(TREE, 1).signatures());
        assertThat(witness.addCheckpoint(new AddCheckpoint(0, List.of(), changed).bytes()).status()).isEqualTo(403);
        assertThat(witness.addCheckpoint(new AddCheckpoint(2, List.of(), note(TREE, 1)).bytes()).status())
                .isEqualTo(400);
        assertThat(witness.addCheckpoint(Keys.utf8("old 01\n\n")).status()).isEqualTo(400);
        assertThat(store.latest(Keys.ORIGIN)).isEmpty();
    }

    @Test
    void a_region_cosigns_only_what_it_applied_and_computed() throws IOException {
        OwnTree applied700 = size -> size > 700 ? Optional.empty() : Optional.of(TREE.reader().head(size));
        Cosigner region = cosigner(store, Optional.of(applied700));
        assertThat(region.addCheckpoint(request(TREE, 0, 701)).status()).isEqualTo(503);
        WitnessAnswer fork = region.addCheckpoint(request(FORK, 0, 650));
        assertThat(fork.status()).isEqualTo(422);
        assertThat(fork.body()).contains("this region computed root");
        assertThat(store.latest(Keys.ORIGIN)).isEmpty();
        assertThat(region.addCheckpoint(request(TREE, 0, 700)).status()).isEqualTo(200);
    }

    @Test
    void no_cosignature_leaves_when_the_memory_fails() {
        CosignStore broken = new CosignStore() {
            @Override
            public Optional<TreeHead> latest(String origin) {
                return Optional.empty();
            }

            @Override
            public boolean advance(String origin, Optional<TreeHead> expected, TreeHead next) throws IOException {
                throw new IOException("disk full");
            }
        };
        assertThatThrownBy(() -> cosigner(broken, Optional.empty()).addCheckpoint(request(TREE, 0, 1)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void a_moved_cosigner_catches_up_before_it_signs() throws IOException {
        Cosigner region = cosigner(store, Optional.of(size -> Optional.of(TREE.reader().head(size))));
        assertThat(region.catchUp(Keys.ORIGIN, List.of(note(TREE, 256), note(TREE, 700), note(TREE, 1))))
                .contains(TREE.reader().head(700));
        assertThat(region.addCheckpoint(request(TREE, 0, 256)).status()).isEqualTo(409);
        assertThatThrownBy(() -> region.catchUp(Keys.ORIGIN, List.of(note(FORK, 800)))).isInstanceOf(IOException.class)
                .hasMessageContaining("this region computed root");
        SignedNote impostor = SignedNote.of(new Checkpoint(Keys.ORIGIN, TREE.reader().head(900)),
                new NoteSigner(Keys.ORIGIN, KeyType.ED25519, new byte[32]));
        assertThatThrownBy(() -> region.catchUp(Keys.ORIGIN, List.of(impostor))).hasMessageContaining("not signed by");
        assertThat(store.latest(Keys.ORIGIN)).contains(TREE.reader().head(700));
    }
}
