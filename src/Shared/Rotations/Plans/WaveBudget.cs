using System.Globalization;
using TenantTokens.Configuration.Options;
using TenantTokens.Configuration.Values;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Rotations.Plans;

/// <summary>
/// Compares a wave's failures with its own budget and that of the rotation; more than either allows is too many. Sending stops in the
/// middle of the wave (<see cref="PlanLedger.CountFailureAsync"/>), and the continue gate opens. ActiveGates and canaries have no budget:
/// every one without the new token needs a decision. A pure function of the ledger's rows.
/// </summary>
/// <param name="Failed">Targets of the wave that count as failed.</param>
/// <param name="Allowed">How many targets of the wave may fail.</param>
/// <param name="FailedInRun">Targets of the whole rotation that count as failed.</param>
/// <param name="AllowedInRun">How many targets of the whole rotation may fail.</param>
/// <param name="Message">One sentence with every count and its total.</param>
public sealed record WaveBudget(
    IReadOnlyList<TargetRecord> Failed,
    int Allowed,
    IReadOnlyList<TargetRecord> FailedInRun,
    int AllowedInRun,
    string Message)
{
    /// <summary>Whether the approvers must decide before more hosts are changed.</summary>
    public bool IsExceeded => Failed.Count > Allowed || FailedInRun.Count > AllowedInRun;

    /// <summary>How many more targets may fail; negative when the budget is already exceeded.</summary>
    public int Remaining => Math.Min(Allowed - Failed.Count, AllowedInRun - FailedInRun.Count);

    /// <summary>The targets that the approvers would have to leave out for the rotation to go on.</summary>
    public IEnumerable<TargetRecord> InTheWay => Failed.Union(FailedInRun);

    /// <summary>The question for the approvers.</summary>
    public string Question
    {
        get
        {
            IEnumerable<string> some = InTheWay.Take(3)
                .Select(static target => $"{target.Name} is {target.State} ({target.Code}: {target.Message})");
            return $"{Message} {string.Join("; ", some)}. Nothing new is sent.";
        }
    }

    /// <summary>Calculates the budget.</summary>
    /// <param name="wave">The wave.</param>
    /// <param name="members">Its targets.</param>
    /// <param name="all">All targets of the rotation.</param>
    /// <param name="options">The budget.</param>
    public static WaveBudget From(
        WaveRecord wave,
        IReadOnlyCollection<TargetRecord> members,
        IReadOnlyCollection<TargetRecord> all,
        FailureBudgetOptions options)
    {
        bool isStrict = wave.IsCanary || wave.Component is Component.ActiveGate;
        TargetRecord[] failed = [.. members.Where(target => isStrict ? IsUnsettled(target) : Counts(target, options))];
        TargetRecord[] inRun = isStrict
            ? failed
            : [.. all.Where(target => target is { Machine: not null, Component: Component.OneAgent } && Counts(target, options))];
        int reachable = all.Count(static target => target.Machine is not null);
        FailureBudget waveBudget = isStrict ? FailureBudget.None : options.Wave;
        FailureBudget runBudget = isStrict ? FailureBudget.None : options.Run;
        string what = wave.IsCanary ? "the canary" : $"wave {wave.Number.ToString(CultureInfo.InvariantCulture)}";
        string message = string.Create(
            CultureInfo.InvariantCulture,
            $"{failed.Length} of {members.Count} in {what} are not on the new token, allowed {waveBudget.Describe(members.Count)}")
            + (isStrict
                ? "."
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"; {inRun.Length} of {reachable} in the run, allowed {runBudget.Describe(reachable)}."));
        return new(failed, waveBudget.Of(members.Count), inRun, runBudget.Of(reachable), message);
    }

    /// <summary>
    /// Whether a target uses up the budget. A host that the plan found with an older token, and that got no command, is not a failure of
    /// this rotation.
    /// </summary>
    public static bool Counts(TargetRecord target, FailureBudgetOptions options)
        => target is not { CanAcceptOther: true, IsTouched: false } && IsFailure(target, options);

    private static bool IsFailure(TargetRecord target, FailureBudgetOptions options)
        => target.State.IsFailure() || (options.CountUnreachable && target.State is TargetState.Unreachable);

    private static bool IsUnsettled(TargetRecord target)
        => !target.IsOnNewToken && target.State is not (TargetState.Pending or TargetState.Skipped);
}
