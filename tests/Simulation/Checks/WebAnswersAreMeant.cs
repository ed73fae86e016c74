namespace TenantTokens.Simulation.Checks;

/// <summary>Nothing that a caller sends ends in an error of ours.</summary>
internal sealed class WebAnswersAreMeant : Check<Happening.WebAnswered>
{
    public override string Name => "web-error";

    protected override IEnumerable<string> LookAt(Sight sight, Happening.WebAnswered happening)
    {
        if (happening is { Status: >= 500, IsVaultDown: false } answered)
        {
            yield return $"{answered.Method} {answered.Page} was answered {answered.Status}.";
        }
    }
}
