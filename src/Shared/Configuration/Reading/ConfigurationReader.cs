using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using TenantTokens.Configuration.Options;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Reading;

/// <summary>
/// Turns the parsed file into options, following the types and annotations of the options' properties. It goes on after a mistake, so that
/// it reports all of them.
/// </summary>
/// <param name="problems">Collects the mistakes.</param>
/// <param name="directory">What relative paths are relative to.</param>
internal sealed class ConfigurationReader(ConfigurationProblems problems, string directory)
{
    private const string Root = "$";
    private static readonly IConfigurationRule[] _rules =
    [
        new DistinctEnvironments(),
        new OwnSecrets(),
        new ReachableQuorums(),
        new SimulatorOnly(),
    ];

    private readonly ValueReader _values = new(problems, directory);

    public RotationOptions Read(JsonElement root)
    {
        problems.AddTokens(root, Root);
        object read = ReadSection(typeof(RotationOptions), root, Root) ?? Setting.CreateSection(typeof(RotationOptions));
        RotationOptions options = (RotationOptions)read;
        ConfigurationFile file = new(root);
        foreach (ValidationResult mistake in _rules.SelectMany(rule => rule.Check(options, file)))
        {
            string path = mistake.MemberNames.Single();
            problems.AddUnlessNamed(path, file.Find(path), mistake.ErrorMessage!);
        }

        return options;
    }

    /// <summary>Reads a section; null when the value is not an object.</summary>
    private object? ReadSection(Type type, JsonElement element, string path)
    {
        if (element.ValueKind is not JsonValueKind.Object)
        {
            problems.Add(path, element, "must be an object.");
            return null;
        }

        object options = Setting.CreateSection(type);
        foreach (Setting setting in Setting.Of(type))
        {
            string child = ConfigurationProblems.Child(path, setting.Key);
            if (!element.TryGetProperty(setting.Key, out JsonElement value))
            {
                if (setting.IsRequired)
                {
                    problems.Add(child, null, "is required.");
                }
            }
            else if (!(setting.TakesNull && value.ValueKind is JsonValueKind.Null) && ReadSetting(setting, value, child) is { } read)
            {
                setting.Property.SetValue(options, read);
            }
        }

        NameUnknownKeys(type, element, path);
        Validate(options, element, path);
        return options;
    }

    /// <summary>Reads a setting; null when it is wrong and the default stays.</summary>
    private object? ReadSetting(Setting setting, JsonElement value, string path) => setting switch
    {
        { IsMap: true } => _values.ReadMap(setting, value, path),
        { ItemType: not null, SectionType: { } type } => ReadSections(setting, type, value, path),
        { ItemType: not null } => _values.ReadList(setting, value, path),
        { SectionType: { } type } => ReadSection(type, value, path),
        _ => _values.Read(setting, value, path),
    };

    private Array ReadSections(Setting setting, Type type, JsonElement value, string path)
    {
        object[] sections =
        [
            .. _values.Items(setting, value, path)
                .Select(item => ReadSection(type, item.Element, item.Path) ?? Setting.CreateSection(type)),
        ];
        Array typed = Array.CreateInstance(type, sections.Length);
        sections.CopyTo(typed, 0);
        return typed;
    }

    /// <summary>Reports keys that are unknown or given twice. Their values are not shown, because they may be secrets.</summary>
    private void NameUnknownKeys(Type type, JsonElement section, string path)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        string[] known = [.. Setting.Of(type).Select(static setting => setting.Key)];
        foreach (JsonProperty property in section.EnumerateObject())
        {
            string child = ConfigurationProblems.Child(path, property.Name);
            if (!seen.Add(property.Name))
            {
                problems.Add(child, null, "appears twice.");
            }
            else if (!known.Contains(property.Name, StringComparer.Ordinal))
            {
                problems.Add(child, null, $"is unknown; allowed are: {string.Join(", ", known)}.");
            }
        }
    }

    /// <summary>Checks the values of a section against each other.</summary>
    private void Validate(object options, JsonElement element, string path)
    {
        foreach (Setting setting in Setting.Of(options.GetType()))
        {
            ValidationContext context = new(options) { MemberName = setting.Property.Name };
            foreach (ValidationAttribute check in setting.Checks)
            {
                bool isOtherWrong = check is ComparisonAttribute comparison
                    && problems.Has(ConfigurationProblems.Child(path, comparison.OtherKey));
                if (!isOtherWrong && check.GetValidationResult(setting.Property.GetValue(options), context) is { } mistake)
                {
                    AddMistake(mistake);
                }
            }
        }

        IEnumerable<ValidationResult> mistakes = options is IValidatableObject section
            ? section.Validate(new ValidationContext(options))
            : [];
        foreach (ValidationResult mistake in mistakes)
        {
            AddMistake(mistake);
        }

        void AddMistake(ValidationResult mistake)
        {
            string key = Setting.Of(options.GetType()).Single(setting => setting.Property.Name == mistake.MemberNames.Single()).Key;
            JsonElement? value = element.TryGetProperty(key, out JsonElement present) ? present : null;
            problems.AddUnlessNamed(ConfigurationProblems.Child(path, key), value, mistake.ErrorMessage!);
        }
    }
}
