namespace TenantTokens.Simulation.Checks;

/// <summary>
/// Start is not sent again once it has taken effect: connection info, which is read before, shows its token. Unless Dynatrace itself said
/// that it had been refused: it arrived twice, and a rotation that looks like somebody else's is left to people.
/// </summary>
internal sealed class StartIsNotRepeated : Check<Happening.CallArrived>
{
    public override string Name => "start-repeated";

    protected override IEnumerable<string> LookAt(Sight sight, Happening.CallArrived happening)
    {
        if (happening is { Call: "start" } && sight.Tokens.OpenBy == sight.Copy && !sight.WasStartRefused)
        {
            yield return "Start was sent again although our first one had taken effect and its token was in force.";
        }
    }
}
