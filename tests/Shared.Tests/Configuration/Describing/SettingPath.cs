using TenantTokens.Configuration.Options;
using TenantTokens.Configuration.Reading;

namespace TenantTokens.Shared.Tests.Configuration.Describing;

/// <summary>One value of the file, and where it stands.</summary>
/// <param name="Path">Its keys, such as <c>policy.soak</c> or <c>environments[].id</c>.</param>
/// <param name="Setting">What it is.</param>
/// <param name="OptionalSection">The path of the innermost section around it that may be left out; null when there is none.</param>
internal sealed record SettingPath(string Path, Setting Setting, string? OptionalSection = null)
{
    /// <summary>The value that counts when it is left out; null when there is none.</summary>
    public object? Default => Setting.IsRequired ? null : Setting.Property.GetValue(Setting.CreateSection(Setting.Property.DeclaringType!));

    /// <summary>All values, in the order of the options.</summary>
    public static IReadOnlyList<SettingPath> All { get; } = [.. Below(typeof(RotationOptions), "", null)];

    private static IEnumerable<SettingPath> Below(Type section, string path, string? optional)
        => Setting.Of(section).SelectMany(setting =>
        {
            string key = path + setting.Key + (setting is { SectionType: not null, ItemType: not null } ? "[]" : "");
            return setting.SectionType is { } type
                ? Below(type, key + ".", setting.IsRequired ? optional : key)
                : [new SettingPath(key, setting, optional)];
        });
}
