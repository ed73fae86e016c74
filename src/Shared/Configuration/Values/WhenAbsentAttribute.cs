namespace TenantTokens.Configuration.Values;

/// <summary>
/// Says what applies when a setting is left out whose default is not a value of its own. For docs/policy.md and the schema.
/// </summary>
/// <param name="meaning">What applies then.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WhenAbsentAttribute(string meaning) : Attribute
{
    /// <summary>What applies when the setting is left out.</summary>
    public string Meaning { get; } = meaning;
}
