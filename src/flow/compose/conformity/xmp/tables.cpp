// The properties and structures of the XMP Specification of September 2005, to which PDF/A-2 and -3
// refer (ISO 19005-2, 6.6.2.3.1), and pdfaid (6.6.4). A line "@NAMESPACE" (of structures, "@NAME
// NAMESPACE") begins a schema; each other is "property = type". Closed choices are the type of
// their values.
#include "flow/compose/conformity/xmp/types.h"

namespace bw::conformity {
namespace {

constexpr std::string_view kProperties = R"(
@http://www.aiim.org/pdfa/ns/id/
part = Integer
amd = Text
corr = Text
conformance = Text
@http://purl.org/dc/elements/1.1/
contributor = bag ProperName
coverage = Text
creator = seq ProperName
date = seq Date
description = Lang Alt
format = MIMEType
identifier = Text
language = bag Locale
publisher = bag ProperName
relation = bag Text
rights = Lang Alt
source = Text
subject = bag Text
title = Lang Alt
type = bag Text
@http://ns.adobe.com/xap/1.0/
Advisory = bag Text
BaseURL = URL
CreateDate = Date
CreatorTool = AgentName
Identifier = bag Text
Label = Text
MetadataDate = Date
ModifyDate = Date
Nickname = Text
Rating = Real
Thumbnails = alt Thumbnail
@http://ns.adobe.com/xap/1.0/rights/
Certificate = URL
Marked = Boolean
Owner = bag ProperName
UsageTerms = Lang Alt
WebStatement = URL
@http://ns.adobe.com/xap/1.0/mm/
DerivedFrom = ResourceRef
DocumentID = URI
History = seq ResourceEvent
InstanceID = URI
LastURL = URL
ManageTo = URI
ManageUI = URI
ManagedFrom = ResourceRef
Manager = AgentName
ManagerVariant = Text
RenditionClass = RenditionClass
RenditionOf = ResourceRef
RenditionParams = Text
SaveID = Integer
VersionID = Text
Versions = seq Version
@http://ns.adobe.com/xap/1.0/bj/
JobRef = bag Job
@http://ns.adobe.com/xap/1.0/t/pg/
Colorants = seq Colorant
Fonts = bag Font
MaxPageSize = Dimensions
NPages = Integer
PlateNames = seq Text
@http://ns.adobe.com/pdf/1.3/
Keywords = Text
PDFVersion = Text
Producer = AgentName
@http://ns.adobe.com/photoshop/1.0/
AuthorsPosition = Text
CaptionWriter = ProperName
Category = Text
City = Text
Country = Text
Credit = Text
DateCreated = Date
Headline = Text
Instructions = Text
Source = Text
State = Text
SupplementalCategories = bag Text
TransmissionReference = Text
Urgency = Integer
@http://ns.adobe.com/tiff/1.0/
Artist = ProperName
BitsPerSample = seq Integer
Compression = Integer
Copyright = Lang Alt
DateTime = Date
ImageDescription = Lang Alt
ImageLength = Integer
ImageWidth = Integer
Make = ProperName
Model = ProperName
Orientation = Integer
PhotometricInterpretation = Integer
PlanarConfiguration = Integer
PrimaryChromaticities = seq Rational
ReferenceBlackWhite = seq Rational
ResolutionUnit = Integer
SamplesPerPixel = Integer
Software = AgentName
TransferFunction = seq Integer
WhitePoint = seq Rational
XResolution = Rational
YCbCrCoefficients = seq Rational
YCbCrPositioning = Integer
YCbCrSubSampling = seq Integer
YResolution = Rational
@http://ns.adobe.com/exif/1.0/
ApertureValue = Rational
BrightnessValue = Rational
CFAPattern = CFAPattern
ColorSpace = Integer
ComponentsConfiguration = seq Integer
CompressedBitsPerPixel = Rational
Contrast = Integer
CustomRendered = Integer
DateTimeDigitized = Date
DateTimeOriginal = Date
DeviceSettingDescription = DeviceSettings
DigitalZoomRatio = Rational
ExifVersion = Text
ExposureBiasValue = Rational
ExposureIndex = Rational
ExposureMode = Integer
ExposureProgram = Integer
ExposureTime = Rational
FNumber = Rational
FileSource = Integer
Flash = Flash
FlashEnergy = Rational
FlashpixVersion = Text
FocalLength = Rational
FocalLengthIn35mmFilm = Integer
FocalPlaneResolutionUnit = Integer
FocalPlaneXResolution = Rational
FocalPlaneYResolution = Rational
GPSAltitude = Rational
GPSAltitudeRef = Integer
GPSAreaInformation = Text
GPSDOP = Rational
GPSDestBearing = Rational
GPSDestBearingRef = Text
GPSDestDistance = Rational
GPSDestDistanceRef = Text
GPSDestLatitude = GPSCoordinate
GPSDestLongitude = GPSCoordinate
GPSDifferential = Integer
GPSImgDirection = Rational
GPSImgDirectionRef = Text
GPSLatitude = GPSCoordinate
GPSLongitude = GPSCoordinate
GPSMapDatum = Text
GPSMeasureMode = Text
GPSProcessingMethod = Text
GPSSatellites = Text
GPSSpeed = Rational
GPSSpeedRef = Text
GPSStatus = Text
GPSTimeStamp = Date
GPSTrack = Rational
GPSTrackRef = Text
GPSVersionID = Text
GainControl = Integer
ISOSpeedRatings = seq Integer
ImageUniqueID = Text
LightSource = Integer
MaxApertureValue = Rational
MeteringMode = Integer
OECF = OECF/SFR
PixelXDimension = Integer
PixelYDimension = Integer
RelatedSoundFile = Text
Saturation = Integer
SceneCaptureType = Integer
SceneType = Integer
SensingMethod = Integer
Sharpness = Integer
ShutterSpeedValue = Rational
SpatialFrequencyResponse = OECF/SFR
SpectralSensitivity = Text
SubjectArea = seq Integer
SubjectDistance = Rational
SubjectDistanceRange = Integer
SubjectLocation = seq Integer
UserComment = Lang Alt
WhiteBalance = Integer
@http://ns.adobe.com/exif/1.0/aux/
Lens = Text
SerialNumber = Text
@http://ns.adobe.com/camera-raw-settings/1.0/
AutoBrightness = Boolean
AutoContrast = Boolean
AutoExposure = Boolean
AutoShadows = Boolean
BlueHue = Integer
BlueSaturation = Integer
Brightness = Integer
CameraProfile = Text
ChromaticAberrationB = Integer
ChromaticAberrationR = Integer
ColorNoiseReduction = Integer
Contrast = Integer
CropAngle = Real
CropBottom = Real
CropHeight = Real
CropLeft = Real
CropRight = Real
CropTop = Real
CropUnits = Integer
CropWidth = Real
Exposure = Real
GreenHue = Integer
GreenSaturation = Integer
HasCrop = Boolean
HasSettings = Boolean
LuminanceSmoothing = Integer
RawFileName = Text
RedHue = Integer
RedSaturation = Integer
Saturation = Integer
ShadowTint = Integer
Shadows = Integer
Sharpness = Integer
Temperature = Integer
Tint = Integer
ToneCurve = seq Text
ToneCurveName = Text
Version = Text
VignetteAmount = Integer
VignetteMidpoint = Integer
WhiteBalance = Text
@http://ns.adobe.com/xmp/1.0/DynamicMedia/
absPeakAudioFilePath = URI
album = Text
altTapeName = Text
altTimecode = Timecode
artist = Text
audioChannelType = Text
audioCompressor = Text
audioModDate = Date
audioSampleRate = Integer
audioSampleType = Text
beatSpliceParams = beatSpliceStretch
composer = Text
contributedMedia = bag Media
copyright = Text
duration = Time
engineer = Text
fileDataRate = Rational
genre = Text
instrument = Text
introTime = Time
key = Text
logComment = Text
loop = Boolean
markers = seq Marker
metadataModDate = Date
numberOfBeats = Real
outCue = Time
projectRef = ProjectLink
pullDown = Text
relativePeakAudioFilePath = URI
relativeTimestamp = Time
releaseDate = Date
resampleParams = resampleStretch
scaleType = Text
scene = Text
shotDate = Date
shotLocation = Text
shotName = Text
speakerPlacement = Text
startTimecode = Timecode
stretchMode = Text
tapeName = Text
tempo = Real
timeScaleParams = timeScaleStretch
timeSignature = Text
trackNumber = Integer
videoAlphaMode = Text
videoAlphaPremultipleColor = Colorant
videoAlphaUnityIsTransparent = Boolean
videoColorSpace = Text
videoCompressor = Text
videoFieldOrder = Text
videoFrameRate = Text
videoFrameSize = Dimensions
videoModDate = Date
videoPixelAspectRatio = Rational
videoPixelDepth = Text
)";

constexpr std::string_view kStructures = R"(
@Dimensions http://ns.adobe.com/xap/1.0/sType/Dimensions#
w = Real
h = Real
unit = Text
@Colorant http://ns.adobe.com/xap/1.0/g/
swatchName = Text
mode = Text
type = Text
cyan = Real
magenta = Real
yellow = Real
black = Real
red = Integer
green = Integer
blue = Integer
L = Real
A = Integer
B = Integer
@Font http://ns.adobe.com/xap/1.0/sType/Font#
fontName = Text
fontFamily = Text
fontFace = Text
fontType = Text
versionString = Text
composite = Boolean
fontFileName = Text
childFontFiles = seq Text
@Thumbnail http://ns.adobe.com/xap/1.0/g/img/
height = Integer
width = Integer
format = Text
image = Text
@ResourceEvent http://ns.adobe.com/xap/1.0/sType/ResourceEvent#
action = Text
instanceID = URI
parameters = Text
softwareAgent = AgentName
when = Date
@ResourceRef http://ns.adobe.com/xap/1.0/sType/ResourceRef#
instanceID = URI
documentID = URI
versionID = Text
renditionClass = RenditionClass
renditionParams = Text
manager = AgentName
managerVariant = Text
manageTo = URI
manageUI = URI
@Version http://ns.adobe.com/xap/1.0/sType/Version#
comments = Text
event = ResourceEvent
modifyDate = Date
modifier = ProperName
version = Text
@Job http://ns.adobe.com/xap/1.0/sType/Job#
name = Text
id = Text
url = URL
@Flash http://ns.adobe.com/exif/1.0/
Fired = Boolean
Return = Text
Mode = Text
Function = Boolean
RedEyeMode = Boolean
@OECF/SFR http://ns.adobe.com/exif/1.0/
Columns = Integer
Rows = Integer
Names = seq Text
Values = seq Rational
@CFAPattern http://ns.adobe.com/exif/1.0/
Columns = Integer
Rows = Integer
Values = seq Integer
@DeviceSettings http://ns.adobe.com/exif/1.0/
Columns = Integer
Rows = Integer
Settings = seq Text
@beatSpliceStretch http://ns.adobe.com/xmp/1.0/DynamicMedia/
useFileBeatsMarker = Boolean
riseInDecibel = Real
riseInTimeDuration = Time
@Marker http://ns.adobe.com/xmp/1.0/DynamicMedia/
startTime = ANY
duration = ANY
comment = Text
name = Text
location = URI
target = Text
type = Text
@Media http://ns.adobe.com/xmp/1.0/DynamicMedia/
path = URI
track = Text
startTime = Time
duration = Time
managed = Boolean
webStatement = URI
@ProjectLink http://ns.adobe.com/xmp/1.0/DynamicMedia/
type = Text
path = URI
@resampleStretch http://ns.adobe.com/xmp/1.0/DynamicMedia/
quality = Text
@Time http://ns.adobe.com/xmp/1.0/DynamicMedia/
value = Integer
scale = Rational
@Timecode http://ns.adobe.com/xmp/1.0/DynamicMedia/
timeValue = Text
timeFormat = Text
@timeScaleStretch http://ns.adobe.com/xmp/1.0/DynamicMedia/
quality = Text
frameSize = Real
frameOverlappingPercentage = Real
)";

}  // namespace

std::string_view predefined_properties() { return kProperties; }
std::string_view predefined_structures() { return kStructures; }

}  // namespace bw::conformity
