using TenantTokens.Rotations;

namespace TenantTokens.Simulation.Checks;

/// <summary>
/// Completed: the environment takes the new token and no longer the old one. Cancelled after a start: the other way round.
/// </summary>
internal sealed class TerminalPhaseIsTrue : Check<Happening.RowWritten>
{
    public override string Name => "false-outcome";

    protected override IEnumerable<string> LookAt(Sight sight, Happening.RowWritten happening)
    {
        if (happening is not { After: { StartTookEffect: true } after, Before: var before }
            || after.Phase is not (RotationPhase.Completed or RotationPhase.Cancelled)
            || before?.Phase == after.Phase)
        {
            yield break;
        }

        (string? old, string? fresh) = (sight.TokenOf(after.OldToken), sight.TokenOf(after.NewToken));
        (string? alive, string? dead) = after.Phase is RotationPhase.Completed ? (fresh, old) : (old, fresh);
        string word = after.Phase is RotationPhase.Completed ? "new" : "old";
        if (!sight.Tokens.Accepts(alive))
        {
            yield return $"{after.Phase}, but the {word} token is not valid: the token in force was made by"
                + $" {sight.Tokens.MakerOf(sight.Tokens.Active)}.";
        }
        else if (sight.Tokens.Accepts(dead) && sight.Tokens.OpenBy is not TokenHistory.People)
        {
            yield return $"{after.Phase}, but both tokens are still valid.";
        }
    }
}
