namespace TenantTokens.Simulation.Checks;

/// <summary>Something that always holds.</summary>
internal interface ICheck
{
    /// <summary>A kebab-case name.</summary>
    string Name { get; }

    /// <summary>What does not hold now, one sentence each.</summary>
    IEnumerable<string> Look(Sight sight, Happening happening);
}
