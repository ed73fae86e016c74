using System.Diagnostics.CodeAnalysis;
using TenantTokens.Configuration.Options;

namespace TenantTokens.Configuration.Reading;

/// <summary>Valid options, or everything that is wrong with the file.</summary>
/// <param name="Options">The options; null when there is a problem.</param>
/// <param name="Problems">All the mistakes, in the order of the file as far as possible.</param>
public sealed record RotationConfigurationResult(RotationOptions? Options, IReadOnlyList<ConfigurationProblem> Problems)
{
    /// <summary>True when there are options and no problems.</summary>
    [MemberNotNullWhen(true, nameof(Options))]
    public bool IsValid => Options is not null && Problems.Count == 0;
}
