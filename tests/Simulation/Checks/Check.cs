namespace TenantTokens.Simulation.Checks;

/// <summary>A check that looks when one kind of thing has happened.</summary>
/// <typeparam name="THappening">That kind.</typeparam>
internal abstract class Check<THappening> : ICheck
    where THappening : Happening
{
    public abstract string Name { get; }

    public IEnumerable<string> Look(Sight sight, Happening happening) => happening is THappening given ? LookAt(sight, given) : [];

    /// <summary>What does not hold now, one sentence each.</summary>
    protected abstract IEnumerable<string> LookAt(Sight sight, THappening happening);
}
