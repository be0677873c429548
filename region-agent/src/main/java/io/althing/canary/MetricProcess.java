package io.althing.canary;

import io.althing.registry.evidence.LogWealth;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/** Everything the engine keeps about one metric. */
final class MetricProcess {

    /** Standard deviations. */
    private static final double DOUBTFUL = 5;

    private final MetricSettings settings;
    private final int position;
    private final Scale scale;
    private final Cells open;
    private final Cells totals;
    private final Cells past;
    private final Cells step;
    private final Braid rollback;
    private final Optional<Braid> promote;
    private final EffectSize effect = new EffectSize();
    private final LabelGuard labels = new LabelGuard();
    private boolean byUnit;
    private long generation;

    MetricProcess(MetricSettings settings, int position, Tuning tuning) {
        this.settings = settings;
        this.position = position;
        this.scale = Braids.scale(settings.kind());
        this.open = new Cells(scale.cells());
        this.totals = new Cells(scale.cells());
        this.past = new Cells(scale.cells());
        this.step = new Cells(scale.cells());
        this.rollback = Braids.rollback(settings, tuning);
        this.promote = Braids.promote(settings, tuning);
    }

    MetricSettings settings() {
        return settings;
    }

    int position() {
        return position;
    }

    LabelGuard labelGuard() {
        return labels;
    }

    /** Takes in a unit's closed value. Its look may hold units of several weights, so the arms' shares are then counted. */
    void enter(UnitLedger.Entry entry) {
        byUnit = true;
        if (!settings.kind().labelWindow().isZero()) {
            labels.count(entry.arm(), entry.labelled());
        }
        if (entry.labelled()) {
            open.add(entry.arm(), entry.cell(), 1);
        }
    }

    int badCell() {
        return settings.bad() == Direction.INCREASE ? 1 : 0;
    }

    /** Changes whenever the open look is another. */
    long generation() {
        return generation;
    }

    LogWealth rollbackWealth() {
        return rollback.wealth().mixture();
    }

    /** Counts of the open look. */
    Cells open() {
        return open;
    }

    /** The open look's rollback bet, if it can be read after every observation. */
    Optional<OpenBet> openBet(double declared) {
        Past guess = Past.of(past, scale);
        return !byUnit && declared > 0 && declared < 1 && guess.n() >= Past.ENOUGH
                ? rollback.open(guess, declared).map(bet -> bet.with(open))
                : Optional.empty();
    }

    void add(Arm arm, double value) {
        open.add(arm, scale.cell(value), 1);
    }

    void add(Arm arm, double value, long count) {
        open.add(arm, scale.cell(value), count);
    }

    void addRate(Arm arm, long bad, long n) {
        open.add(arm, badCell(), bad);
        open.add(arm, 1 - badCell(), n - bad);
    }

    void add(Arm arm, ArmCounts counts) {
        addTo(open, arm, counts);
    }

    void history(ArmCounts counts) {
        addTo(past, Arm.STABLE, counts);
    }

    private void addTo(Cells cells, Arm arm, ArmCounts counts) {
        if (scale instanceof Scale.Binary) {
            cells.add(arm, badCell(), counts.bad());
            cells.add(arm, 1 - badCell(), counts.n() - counts.bad());
        } else {
            cells.add(arm, counts.cells());
        }
    }

    /**
     * Closes the look if both arms were seen in it; else it stays open.
     *
     * @param declared
     *            the canary's declared share, or 0
     * @return the counts used
     */
    MetricCounts close(double declared) {
        labels.close();
        if (!open.bothArms()) {
            return new MetricCounts(settings.name(), ArmCounts.NONE, ArmCounts.NONE);
        }
        Past guess = Past.of(past, scale);
        if (guess.n() >= Past.ENOUGH) {
            double rho = share(declared);
            Strand.Observed look = new Strand.Observed(open, past, guess, rho);
            rollback.close(look);
            promote.ifPresent(braid -> braid.close(look));
        }
        effect.close(open, scale);
        MetricCounts used = counts(open);
        totals.addAll(open);
        past.addAll(open);
        step.addAll(open);
        open.clear();
        generation++;
        return used;
    }

    /**
     * The canary's share of the look: as declared, unless this metric's counts belie it, as labels do that arrive after the
     * weight has changed. The counts themselves are always fair to bet by, though only at the close of a look.
     */
    private double share(double declared) {
        double n = open.total();
        double counted = open.total(Arm.CANARY) / n;
        boolean agrees = Math.abs(counted - declared) <= DOUBTFUL * StrictMath.sqrt(declared * (1 - declared) / n)
                + 1 / n;
        return declared > 0 && declared < 1 && !byUnit && agrees ? declared : counted;
    }

    void newStep() {
        generation++;
        open.clear();
        step.clear();
        rollback.newStep();
        promote.ifPresent(Braid::newStep);
    }

    long open(Arm arm) {
        return open.total(arm);
    }

    long step(Arm arm) {
        return step.total(arm);
    }

    MetricCounts cumulative() {
        return counts(totals);
    }

    MetricEvidence evidence() {
        var peak = new MetricEvidence.Peak(rollback.peak(),
                promote.map(Braid::peak).orElse(LogWealth.ONE));
        return new MetricEvidence(settings.name(), rollback.wealth(), promote.map(Braid::wealth), peak,
                effect());
    }

    private Optional<Effect> effect() {
        return settings.kind() instanceof MetricKind.Quantile q
                ? new QuantileEffect(q.quantile().doubleValue(), scale).effect(step)
                : effect.effect(totals, scale, planned());
    }

    private double planned() {
        if (settings.limits().promoteWithin().orElse(Boundary.ZERO) instanceof Boundary.Absolute a
                && a.value().signum() > 0) {
            double cap = scale instanceof Scale.Linear linear ? linear.high() - linear.low() : 1;
            return a.value().doubleValue() / cap;
        }
        return StrictMath.sqrt(Past.of(past, scale).variance()) / 10;
    }

    private MetricCounts counts(Cells cells) {
        return new MetricCounts(settings.name(), armCounts(cells, Arm.CANARY), armCounts(cells, Arm.STABLE));
    }

    private ArmCounts armCounts(Cells cells, Arm arm) {
        if (scale instanceof Scale.Binary) {
            return ArmCounts.rate(cells.total(arm), cells.of(arm)[badCell()]);
        }
        return new ArmCounts(cells.total(arm), 0, cells.occupied(arm));
    }

    void save(DataOutput out) throws IOException {
        for (Cells cells : new Cells[]{open, totals, past, step}) {
            cells.save(out);
        }
        rollback.save(out);
        if (promote.isPresent()) {
            promote.get().save(out);
        }
        effect.save(out);
        labels.save(out);
        out.writeBoolean(byUnit);
    }

    void load(DataInput in) throws IOException {
        for (Cells cells : new Cells[]{open, totals, past, step}) {
            cells.load(in);
        }
        rollback.load(in);
        if (promote.isPresent()) {
            promote.get().load(in);
        }
        effect.load(in);
        labels.load(in);
        byUnit = in.readBoolean();
    }
}
