using System.ComponentModel.DataAnnotations;
using TenantTokens.Configuration.Options;

namespace TenantTokens.Configuration.Reading;

/// <summary>What settings of different sections must be to each other.</summary>
internal interface IConfigurationRule
{
    /// <summary>The mistakes, each with the one path in the file at which it is named.</summary>
    /// <param name="options">
    /// What was read. Defaults stand for wrong values and, where there is none, empty texts and <see cref="Unreadable.Address"/>.
    /// </param>
    /// <param name="file">The file, where it matters whether a setting is there.</param>
    IEnumerable<ValidationResult> Check(RotationOptions options, ConfigurationFile file);
}
