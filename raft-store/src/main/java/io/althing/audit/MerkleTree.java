package io.althing.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * The hashes and the checks of an RFC 6962 section 2.1 tree over SHA-256; the checks follow RFC 9162 sections 2.1.3.2 and 2.1.4.2.
 * {@link TreeReader} makes the proofs that are checked here.
 */
public final class MerkleTree {
    /** The root of a tree without entries: SHA-256 of nothing. */
    public static final Hash EMPTY_ROOT = Hash.digest(sha256());

    private MerkleTree() {}

    /** SHA-256(0x00 ‖ entry). */
    public static Hash leafHash(byte[] entry) {
        MessageDigest digest = sha256();
        digest.update((byte) 0);
        digest.update(entry);
        return Hash.digest(digest);
    }

    /** SHA-256(0x01 ‖ left ‖ right). */
    public static Hash nodeHash(Hash left, Hash right) {
        MessageDigest digest = sha256();
        digest.update((byte) 1);
        left.update(digest);
        right.update(digest);
        return Hash.digest(digest);
    }

    /** The root over leaf or subtree hashes in order; the empty root for an empty list. */
    public static Hash rootOf(List<Hash> hashes) {
        return hashes.isEmpty() ? EMPTY_ROOT : CompactRange.fold(hashes);
    }

    /**
     * Whether the leaf stands at the index in the tree with this head. The leaf hash must come from {@link #leafHash} over the entry
     * in hand: a hash taken from elsewhere could be an inner node.
     */
    public static ProofCheck verifyInclusion(Hash leaf, long index, List<Hash> proof, TreeHead head) {
        if (index < 0 || index >= head.size()) {
            return ProofCheck.invalid("index " + index + " is outside a tree of size " + head.size());
        }
        Walk walk = new Walk(index, head.size() - 1);
        Hash root = leaf;
        for (Hash sibling : proof) {
            if (walk.atTop()) {
                return ProofCheck.invalid("the proof has more hashes than a tree of size " + head.size() + " needs");
            }
            root = walk.siblingIsLeft() ? MerkleTree.nodeHash(sibling, root) : MerkleTree.nodeHash(root, sibling);
            walk.up();
        }
        if (!walk.atTop()) {
            return ProofCheck.invalid("the proof has fewer hashes than a tree of size " + head.size() + " needs");
        }
        return root.equals(head.root())
                ? ProofCheck.valid()
                : ProofCheck.invalid("the proof leads to root " + root + ", not to " + head.root());
    }

    /**
     * Whether the older tree is a prefix of the newer one. An empty old tree is a prefix of all, with an empty proof; between equal
     * sizes the proof is empty and the roots are equal.
     */
    public static ProofCheck verifyConsistency(TreeHead older, TreeHead newer, List<Hash> proof) {
        if (older.size() > newer.size()) {
            return ProofCheck.invalid("old size " + older.size() + " is above new size " + newer.size());
        }
        if (older.size() == 0 && !older.root().equals(EMPTY_ROOT)) {
            return ProofCheck.invalid("the old root is not that of an empty tree");
        }
        if (older.size() == newer.size() && !older.root().equals(newer.root())) {
            return ProofCheck.invalid("two roots for one size, " + older.size() + ": the log has forked");
        }
        if (older.size() == 0 || older.size() == newer.size()) {
            return proof.isEmpty()
                    ? ProofCheck.valid()
                    : ProofCheck.invalid("a proof from " + older.size() + " to " + newer.size() + " must be empty");
        }
        if (proof.isEmpty()) {
            return ProofCheck.invalid("the proof is empty between different sizes");
        }
        return followConsistency(older, newer, proof);
    }

    private static ProofCheck followConsistency(TreeHead older, TreeHead newer, List<Hash> proof) {
        List<Hash> path = new ArrayList<>(proof);
        if (Long.bitCount(older.size()) == 1) {
            path.addFirst(older.root());
        }
        Walk walk = new Walk(older.size() - 1, newer.size() - 1);
        walk.skipRightEdge();
        Hash oldRoot = path.getFirst();
        Hash newRoot = path.getFirst();
        for (Hash sibling : path.subList(1, path.size())) {
            if (walk.atTop()) {
                return ProofCheck.invalid("the proof has more hashes than sizes " + older.size() + " and "
                        + newer.size() + " need");
            }
            if (walk.siblingIsLeft()) {
                oldRoot = nodeHash(sibling, oldRoot);
                newRoot = nodeHash(sibling, newRoot);
            } else {
                newRoot = nodeHash(newRoot, sibling);
            }
            walk.up();
        }
        if (!walk.atTop()) {
            return ProofCheck.invalid("the proof has fewer hashes than sizes " + older.size() + " and " + newer.size()
                    + " need");
        }
        if (!oldRoot.equals(older.root())) {
            return ProofCheck.invalid("the proof leads to old root " + oldRoot + ", not to " + older.root());
        }
        return newRoot.equals(newer.root())
                ? ProofCheck.valid()
                : ProofCheck.invalid("the proof leads to new root " + newRoot + ", not to " + newer.root());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The position of a node on its way to the root, beside that of the tree's last node on the same level. */
    private static final class Walk {
        private long node;
        private long last;

        Walk(long node, long last) {
            this.node = node;
            this.last = last;
        }

        boolean atTop() {
            return last == 0;
        }

        boolean siblingIsLeft() {
            return (node & 1) == 1 || node == last;
        }

        void up() {
            if (siblingIsLeft()) {
                while ((node & 1) == 0 && node != 0) {
                    shift();
                }
            }
            shift();
        }

        void skipRightEdge() {
            while ((node & 1) == 1) {
                shift();
            }
        }

        private void shift() {
            node >>= 1;
            last >>= 1;
        }
    }
}
