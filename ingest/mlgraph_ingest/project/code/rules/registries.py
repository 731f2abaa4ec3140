"""Libraries that load models and datasets from registries of their own."""

from __future__ import annotations

from mlgraph_ingest.project.code.rules.naming import (
    dataset_of,
    keras_model,
    model_of,
    nltk_dataset,
    nltk_model,
    ollama_model,
    spacy_model,
    tensorflow_hub_model,
    tfds_dataset,
    torch_hub_model,
    torchaudio_model,
    torchvision_model,
    ultralytics_model,
    whisper_model,
)
from mlgraph_ingest.project.code.rules.rule import (
    MODEL_FIRST,
    MODEL_NAME_FIRST,
    Argument,
    Condition,
    Rule,
    hub_model,
    other_dataset,
    other_model,
)

_NAME = Argument(0, ("name",))
_WEIGHTS = Condition(Argument(None, ("weights", "pretrained")))
_IMAGENET = Condition(Argument(None, ("weights",)), when_absent=True, only="imagenet")
_ENTRY = (("config", Argument(None, ("weights",))),)
_TORCHVISION_MODELS = (
    "{alexnet,convnext_*,deeplabv3_*,densenet*,efficientnet_*,fasterrcnn_*,fcn_*,fcos_*,googlenet,inception_v3,"
    "keypointrcnn_*,lraspp_*,maskrcnn_*,maxvit_t,mc3_18,mnasnet*,mobilenet_*,mvit_*,r2plus1d_18,r3d_18,raft_*,"
    "regnet_*,resnet*,resnext*,retinanet_*,s3d,shufflenet_*,squeezenet*,ssd300_*,ssdlite320_*,swin*_*,vgg*,vit_*,"
    "wide_resnet*}"
)
_TORCHVISION_DATASETS = (
    "{CIFAR10,CIFAR100,EMNIST,FashionMNIST,QMNIST,MNIST,KMNIST,MovingMNIST,StanfordCars,STL10,SUN397,SVHN,SEMEION,"
    "Omniglot,SBU,Flickr8k,Flickr30k,Flowers102,VOCSegmentation,VOCDetection,Cityscapes,ImageNet,Caltech101,"
    "Caltech256,CelebA,WIDERFace,SBDataset,USPS,Kinetics,HMDB51,UCF101,Places365,Kitti,INaturalist,LFWPeople,LFWPairs,"
    "KittiFlow,Sintel,FlyingChairs,FlyingThings3D,HD1K,Food101,DTD,FER2013,GTSRB,CLEVRClassification,OxfordIIITPet,"
    "PCAM,Country211,FGVCAircraft,EuroSAT,RenderedSST2,Kitti2012Stereo,Kitti2015Stereo,CarlaStereo,"
    "Middlebury2014Stereo,CREStereo,FallingThingsStereo,SceneFlowStereo,SintelStereo,InStereo2k,ETH3DStereo,"
    "Imagenette,CocoDetection,CocoCaptions,LSUN,PhotoTour}"
)
_KERAS = "{keras.,tensorflow.keras.,tf_keras.,tensorflow.python.keras.}"

VISION = (
    other_model(
        "torchvision.model",
        "torchvision.models.**." + _TORCHVISION_MODELS,
        torchvision_model,
        None,
        condition=_WEIGHTS,
        qualifiers=_ENTRY,
    ),
    other_model(
        "torchvision.get_model",
        "torchvision.models.{get_model,get_model_weights}",
        torchvision_model,
        _NAME,
        condition=Condition(Argument(None, ("weights",))),
        qualifiers=_ENTRY,
    ),
    other_dataset(
        "torchvision.dataset", "torchvision.datasets.**." + _TORCHVISION_DATASETS, dataset_of("torchvision"), None
    ),
    other_model(
        "keras.application",
        _KERAS + "applications.**.*",
        keras_model,
        None,
        condition=_IMAGENET,
    ),
    other_model(
        "keras_hub.from_preset",
        "{keras_hub.,keras_nlp.,keras_cv.}**.*.from_preset",
        model_of("keras-hub"),
        Argument(0, ("preset",)),
    ),
    other_model(
        "ultralytics.model",
        "ultralytics.**.{YOLO,YOLOWorld,YOLOE,SAM,RTDETR,FastSAM,NAS}",
        ultralytics_model,
        MODEL_FIRST,
    ),
    other_model(
        "open_clip.model",
        "open_clip.**.{create_model_and_transforms,create_model,create_model_from_pretrained}",
        model_of("open-clip"),
        MODEL_NAME_FIRST,
        condition=Condition(Argument(1, ("pretrained",))),
        qualifiers=(("config", Argument(1, ("pretrained",))),),
    ),
    other_model("clip.load", "clip.load", model_of("clip"), _NAME),
    other_model(
        "efficientnet_pytorch.from_pretrained",
        "efficientnet_pytorch.**.EfficientNet.from_pretrained",
        model_of("efficientnet-pytorch"),
        MODEL_NAME_FIRST,
    ),
    other_model(
        "segmentation_models.encoder",
        "segmentation_models_pytorch.**.{Unet,UnetPlusPlus,MAnet,Linknet,FPN,PSPNet,PAN,DeepLabV3,DeepLabV3Plus,Segformer,UPerNet}",
        model_of("segmentation-models"),
        Argument(0, ("encoder_name",)),
        condition=Condition(Argument(2, ("encoder_weights",)), when_absent=True),
    ),
)
AUDIO = (
    other_model(
        "torchaudio.bundle",
        "torchaudio.pipelines.**.*.{get_model,get_tacotron2,get_vocoder,get_separator}",
        torchaudio_model,
        None,
        path_part=-2,
    ),
)
TORCH_HUB = (
    other_model("torch.hub.load", "torch.hub.load", torch_hub_model, Argument(0, ("repo_or_dir", "github"))),
    other_model(
        "tensorflow_hub.load",
        "tensorflow_hub.{load,resolve,Module}",
        tensorflow_hub_model,
        Argument(0, ("handle", "spec")),
    ),
    other_model(
        "tensorflow_hub.KerasLayer", "tensorflow_hub.**.KerasLayer", tensorflow_hub_model, Argument(0, ("handle",))
    ),
    other_model(
        "kagglehub.model_download", "kagglehub.**.model_download", model_of("kaggle"), Argument(0, ("handle",))
    ),
    other_dataset(
        "kagglehub.dataset_download",
        "kagglehub.**.{dataset_download,dataset_load,load_dataset}",
        dataset_of("kaggle"),
        Argument(None, ("handle",)),
    ),
    other_dataset(
        "kagglehub.dataset_download.first",
        "kagglehub.**.dataset_download",
        dataset_of("kaggle"),
        Argument(0, ("handle",)),
    ),
    other_model(
        "modelscope.from_pretrained",
        "modelscope.**.*.from_pretrained",
        model_of("modelscope"),
        Argument(0, ("pretrained_model_name_or_path",)),
    ),
    other_model(
        "modelscope.snapshot_download",
        "modelscope.**.snapshot_download",
        model_of("modelscope"),
        Argument(0, ("model_id",)),
    ),
    other_dataset(
        "modelscope.MsDataset", "modelscope.**.MsDataset.load", dataset_of("modelscope"), Argument(0, ("dataset_name",))
    ),
)
LANGUAGE = (
    other_model("spacy.load", "spacy.**.load", spacy_model, _NAME),
    other_model("spacy.download", "spacy.cli.**.download", spacy_model, MODEL_FIRST),
    other_model("stanza.Pipeline", "stanza.**.{Pipeline,download}", model_of("stanza"), Argument(0, ("lang",))),
    other_model(
        "flair.load",
        "flair.**.{*Tagger,*Classifier,*Extractor,*Linker,MultitaskModel}.load",
        model_of("flair"),
        Argument(0, ("model_path",)),
    ),
    other_model("flair.embeddings", "flair.embeddings.**.FlairEmbeddings", model_of("flair"), MODEL_FIRST),
    other_model(
        "flair.word_embeddings", "flair.embeddings.**.WordEmbeddings", model_of("flair"), Argument(0, ("embeddings",))
    ),
    hub_model("flair.transformer", "flair.embeddings.**.Transformer*Embeddings", MODEL_FIRST, revision=None),
    other_model("nltk.download.model", "nltk.**.download", nltk_model, Argument(0, ("info_or_id",))),
    other_dataset("nltk.download", "nltk.**.download", nltk_dataset, Argument(0, ("info_or_id",))),
    other_dataset(
        "nltk.corpus",
        "nltk.corpus.*.{words,sents,paras,fileids,raw,categories,synsets,tagged_words,tagged_sents,strings}",
        nltk_dataset,
        None,
        path_part=-2,
    ),
    other_model("gensim.load", "gensim.downloader.load", model_of("gensim"), _NAME),
    other_model(
        "whisper.load_model",
        "{whisper.**.load_model,whisperx.**.load_model,whisper_timestamped.**.load_model}",
        whisper_model,
        Argument(0, ("name", "whisper_arch")),
    ),
    other_model(
        "ollama.call",
        "{ollama.,ollama.**.Client().,ollama.**.AsyncClient().}{chat,generate,embed,embeddings,pull,show}",
        ollama_model,
        MODEL_FIRST,
    ),
    other_model("coqui.TTS", "TTS.api.TTS", model_of("coqui"), MODEL_NAME_FIRST),
)
TABLES = (
    other_dataset(
        "sklearn.dataset",
        "sklearn.datasets.**.{fetch_20newsgroups,fetch_20newsgroups_vectorized,fetch_california_housing,fetch_covtype,fetch_kddcup99,fetch_lfw_pairs,fetch_lfw_people,fetch_olivetti_faces,fetch_rcv1,fetch_species_distributions,load_boston,load_breast_cancer,load_diabetes,load_digits,load_iris,load_linnerud,load_wine}",
        dataset_of("sklearn"),
        None,
    ),
    other_dataset("sklearn.fetch_openml", "sklearn.datasets.**.fetch_openml", dataset_of("openml-name"), _NAME),
    other_dataset(
        "sklearn.fetch_openml.id",
        "sklearn.datasets.**.fetch_openml",
        dataset_of("openml"),
        Argument(None, ("data_id",)),
    ),
    other_dataset(
        "openml.get_dataset", "openml.datasets.**.get_dataset", dataset_of("openml"), Argument(0, ("dataset_id",))
    ),
    other_dataset("tensorflow_datasets", "tensorflow_datasets.**.{load,builder,data_source}", tfds_dataset, _NAME),
    other_dataset("keras.dataset", _KERAS + "datasets.*.load_data", dataset_of("keras"), None, path_part=-2),
    other_dataset("seaborn.load_dataset", "seaborn.**.load_dataset", dataset_of("seaborn"), _NAME),
    other_dataset("ucimlrepo.fetch", "ucimlrepo.**.fetch_ucirepo", dataset_of("uci"), Argument(None, ("id",))),
    other_dataset(
        "torch_geometric.dataset",
        "torch_geometric.datasets.**.{Planetoid,TUDataset,QM9,Reddit,Amazon,Coauthor,MoleculeNet,ZINC,Flickr,Yelp,PPI,KarateClub,MovieLens,MovieLens100K,MovieLens1M}",
        dataset_of("pyg"),
        None,
    ),
    other_dataset(
        "ogb.dataset",
        "ogb.**.{PygNodePropPredDataset,PygGraphPropPredDataset,PygLinkPropPredDataset,NodePropPredDataset,GraphPropPredDataset,LinkPropPredDataset,DglNodePropPredDataset,DglGraphPropPredDataset}",
        dataset_of("ogb"),
        _NAME,
    ),
)
RULES: tuple[Rule, ...] = (*VISION, *AUDIO, *TORCH_HUB, *LANGUAGE, *TABLES)
