using TenantTokens.Approvals;

namespace TenantTokens.Web.Deciding;

/// <summary>The texts about gates on pages.</summary>
internal static class GateWords
{
    public static string Name(GateChoice choice) => choice switch
    {
        GateChoice.RollBack => "Roll back",
        GateChoice.GoForward => "Go forward",
        GateChoice.AcceptOlder => "Move hosts on an older token",
        _ => choice.ToString(),
    };

    public static (string Text, string Tone) State(GateRecord gate, GateOutcome outcome, DateTimeOffset now)
        => gate.StandsAt(outcome, now) switch
        {
            GateOutcome.Held when gate.IsOverdueAt(now) => ("Held: the deadline has passed", "warn"),
            GateOutcome.Undecided => ("Waits for approvers", "warn"),
            GateOutcome.Held => ("Held", "warn"),
            GateOutcome.Superseded => ("Withdrawn: a newer gate replaced it", "warn"),
            GateOutcome.RollBack => ("Decided: roll back", "bad"),
            GateOutcome.Approved when gate.OverruledAt is not null => ("Approved, then overruled: the rotation rolled back", "warn"),
            GateOutcome.Approved => ("Approved", "good"),
            var decided => ($"Decided: {decided}", "good"),
        };
}
