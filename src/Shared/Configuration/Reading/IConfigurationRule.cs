using System.ComponentModel.DataAnnotations;
using TenantTokens.Configuration.Options;

namespace TenantTokens.Configuration.Reading;

/// <summary>A rule about settings of different sections.</summary>
internal interface IConfigurationRule
{
    /// <summary>Returns the mistakes, each with the one path in the file that it is reported at.</summary>
    /// <param name="options">
    /// The options. A wrong value is replaced by its default or, where there is no default, by an empty text or <see
    /// cref="Unreadable.Address"/>.
    /// </param>
    /// <param name="file">The file, for rules that depend on whether a setting is present.</param>
    IEnumerable<ValidationResult> Check(RotationOptions options, ConfigurationFile file);
}
