package io.althing.audit;

/**
 * How many of n cosigners must agree so that no fork passes although some lie. Honest cosigners sign one side of a fork and liars both:
 * two conflicting checkpoints gather {@code 2k <= n + f} signatures at most, so there is none if {@code 2k > n + f}.
 *
 * @param cosigners
 *            n
 * @param liars
 *            f, how many of them may sign anything
 * @param needed
 *            k
 */
public record Quorum(int cosigners, int liars, int needed) {
    /** @throws IllegalArgumentException unless {@code 0 <= f < n}, {@code k <= n} and {@code 2k > n + f} */
    public Quorum {
        if (liars < 0 || liars >= cosigners) {
            throw new IllegalArgumentException("of " + cosigners + " cosigners, 0 to " + (cosigners - 1)
                    + " may lie, not " + liars);
        }
        if (needed > cosigners || 2 * needed <= cosigners + liars) {
            throw new IllegalArgumentException(needed + " of " + cosigners + " does not rule out a fork with " + liars
                    + " liars: 2k > n + f is needed");
        }
    }

    /** The smallest quorum that rules out a fork with so many liars. */
    public static Quorum of(int cosigners, int liars) {
        return new Quorum(cosigners, liars, (cosigners + liars) / 2 + 1);
    }

    /** How many cosigners may be down while checkpoints still gather enough cosignatures. */
    public int mayBeDown() {
        return cosigners - needed;
    }

    /** What the numbers mean, in one sentence. */
    public String explanation() {
        return needed + " of " + cosigners + " cosigners must agree: 2k > n + f with n = " + cosigners + ", f = "
                + liars
                + ", k = " + needed + ", so no two conflicting checkpoints can both pass while at most " + liars
                + " lie; " + mayBeDown() + " may be down.";
    }
}
